import type { PageAbout } from '../site/page-about.ts';

export const about: PageAbout = {
  path: '/comparison',
  title: 'The comparison, measured',
  summary: 'The same feed by polling, long polling, WebSocket and events: requests, bytes, and how late each is.',
  part: 'When to use what',
  load: () => import('./page.tsx'),
  sources: [
    { label: 'Server', file: 'gallery/comparison/server.ts', load: () => import('./server.ts?raw') },
    { label: 'Page', file: 'gallery/comparison/page.tsx', load: () => import('./page.tsx?raw') },
  ],
};
