import type { PageAbout } from '../../site/page-about.ts';

export const about: PageAbout = {
  path: '/prices',
  title: 'Stock prices',
  summary: '500 symbols that tick many times a second; a slow tab gets the newest price of each instead of a backlog.',
  part: 'Use cases',
  load: () => import('./page.tsx'),
  sources: [
    { label: 'Server', file: 'gallery/use-cases/prices/server.ts', load: () => import('./server.ts?raw') },
    { label: 'Page', file: 'gallery/use-cases/prices/page.tsx', load: () => import('./page.tsx?raw') },
  ],
};
