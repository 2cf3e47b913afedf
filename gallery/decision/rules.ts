import type { Choice } from './choices.ts';
import type { Measurement } from './measurements.ts';
import type { AnswerTo, Question } from './questions.ts';

/** Which answers something holds for: any of those that are listed, for every question that is named. */
export type When = { readonly [Name in Question]?: readonly AnswerTo<Name>[] };

/** What the answers lead to, and why. */
export interface Rule {
  readonly when: When;
  readonly choose: Choice;
  readonly because: string;
  /** What shows it; nothing where this gallery has no measurement of it. */
  readonly measured?: Measurement;
}

/** The first that holds decides. The last holds always. */
export const rules: readonly Rule[] = [
  {
    when: { direction: ['calls'] },
    choose: 'webrtc',
    because:
      'Sound and pictures come with echo cancelling, codecs and a rate that follows the network, and a lost packet holds nothing up. Streams over TCP, events and WebSockets alike, wait for what was lost.',
    measured: 'roundTrips',
  },
  {
    when: { direction: ['both'], loss: ['late'] },
    choose: 'webrtc',
    because:
      'Its data channels can drop what is late instead of waiting for it. Where a server stands in the middle, WebTransport over HTTP/3 does the same.',
    measured: 'roundTrips',
  },
  {
    when: { direction: ['both'] },
    choose: 'websocket',
    because:
      'Pages that send all the time would pay for a whole HTTP request each time. On a WebSocket a message costs a few bytes more than it holds.',
    measured: 'roundTrips',
  },
  {
    when: { reach: ['closed'] },
    choose: 'push',
    because: 'A page that is closed has no connection of any kind. Only the push service of the browser still has one.',
  },
  {
    when: { latency: ['minute'] },
    choose: 'polling',
    because:
      'Once a minute is enough, so ask once a minute: no connection is held, caches answer most of it, and any server can do it.',
    measured: 'feed',
  },
  {
    when: { binary: ['files'] },
    choose: 'files',
    because:
      'A file inside a stream would hold up all behind it, and be sent anew to every page that a cache could serve.',
    measured: 'bytes',
  },
  {
    when: { binary: ['flow'] },
    choose: 'websocket',
    because:
      'It carries bytes as they are. An event stream is text: bytes have to be encoded, which makes them longer.',
    measured: 'bytes',
  },
  {
    when: { direction: ['replies'], latency: ['frame'] },
    choose: 'websocket',
    because:
      'Each answer is waited for with the eyes, and the way up is the shorter one on a connection that is open already.',
    measured: 'roundTrips',
  },
  {
    when: { direction: ['replies'] },
    choose: 'sse-post',
    because:
      'What pages send is seldom enough for an ordinary request, with its status, its cookies and its retries. All else flows down one stream.',
    measured: 'chat',
  },
  {
    when: {},
    choose: 'sse',
    because:
      'News goes one way. A stream of events brings it as soon as a WebSocket would, over plain HTTP, and the browser resumes it by itself after a cut.',
    measured: 'feed',
  },
];
