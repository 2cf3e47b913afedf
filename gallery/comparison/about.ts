import type { PageAbout } from '../site/page-about.ts';

export const about: PageAbout = {
  path: '/comparison',
  title: 'The comparison, measured',
  summary:
    'The same feed by polling, long polling, WebSocket and Server-Sent Events: requests, bytes, how late each is, and what happens when the line is cut.',
  part: 'When to use what',
  load: () => import('./page.tsx'),
  sources: [
    { label: 'Polling', file: 'gallery/comparison/clients/polling.ts', load: () => import('./clients/polling.ts?raw') },
    {
      label: 'Long polling',
      file: 'gallery/comparison/clients/long-polling.ts',
      load: () => import('./clients/long-polling.ts?raw'),
    },
    {
      label: 'WebSocket',
      file: 'gallery/comparison/clients/web-socket.ts',
      load: () => import('./clients/web-socket.ts?raw'),
    },
    { label: 'SSE', file: 'gallery/comparison/clients/events.ts', load: () => import('./clients/events.ts?raw') },
    {
      label: 'Server',
      file: 'gallery/comparison/feed/feed-server.ts',
      load: () => import('./feed/feed-server.ts?raw'),
    },
    {
      label: 'Counting bytes',
      file: 'gallery/comparison/network/wire-counts.ts',
      load: () => import('./network/wire-counts.ts?raw'),
    },
  ],
};
