import type { PageAbout } from '../../site/page-about.ts';

export const about: PageAbout = {
  path: '/notifications',
  title: 'Live notifications',
  summary: 'Two people side by side, each with what is for them alone: messages, requests, payments, orders.',
  part: 'Use cases',
  load: () => import('./page.tsx'),
  sources: [
    { label: 'Server', file: 'gallery/use-cases/notifications/server.ts', load: () => import('./server.ts?raw') },
    { label: 'Page', file: 'gallery/use-cases/notifications/page.tsx', load: () => import('./page.tsx?raw') },
  ],
};
