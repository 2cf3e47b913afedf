/** What a page can be kept up to date with. */
export const choices = {
  sse: {
    title: 'Server-Sent Events',
    short: 'SSE',
    means: 'One GET that stays open. The browser reconnects by itself, and says where it was.',
    starts: "new EventSource('/events?topic=…')",
  },
  'sse-post': {
    title: 'Server-Sent Events, and a POST',
    short: 'SSE and POST',
    means: 'News comes down one stream; what a page has to say goes up as an ordinary request.',
    starts: "new EventSource('/events?topic=…');\nawait fetch('/messages', { method: 'POST', body });",
  },
  polling: {
    title: 'Polling',
    short: 'polling',
    means: 'Ask again every minute. Nothing else is as simple, and every cache and host knows it.',
    starts: "setInterval(() => fetch('/weather.json'), 60_000);",
  },
  files: {
    title: 'Server-Sent Events, and a GET',
    short: 'SSE and GET',
    means: 'An event says that a file is there; the page gets it with a GET, from a cache where there is one.',
    starts: 'source.onmessage = ({ data }) => (picture.src = data);',
  },
  websocket: {
    title: 'WebSockets',
    short: 'WebSockets',
    means: 'One connection on which both sides send text or bytes whenever they like.',
    starts: "const socket = new WebSocket('wss://…');\nsocket.send(bytes);",
  },
  webrtc: {
    title: 'WebRTC',
    short: 'WebRTC',
    means: 'Voice, video and data that would rather be lost than late, straight between people or through a server.',
    starts: 'const peer = new RTCPeerConnection();',
  },
  push: {
    title: 'Web Push',
    short: 'Web Push',
    means: "The browser's own push service wakes a service worker, which shows a notification.",
    starts: 'await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });',
  },
} as const;

export type Choice = keyof typeof choices;
