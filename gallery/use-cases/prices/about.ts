import type { PageAbout } from '../../site/page-about.ts';

export const about: PageAbout = {
  path: '/prices',
  title: 'Stock prices',
  summary: '500 symbols that tick many times a second; a slow tab gets the newest price of each instead of a backlog.',
  part: 'Use cases',
  load: () => import('./page.tsx'),
  sample: [
    {
      label: 'Server',
      file: 'gallery/use-cases/prices/sample/server.ts',
      load: () => import('./sample/server.ts?raw'),
    },
    { label: 'Page', file: 'gallery/use-cases/prices/sample/page.tsx', load: () => import('./sample/page.tsx?raw') },
  ],
  sources: [
    { label: 'Server', file: 'gallery/use-cases/prices/server.ts', load: () => import('./server.ts?raw') },
    { label: 'Page', file: 'gallery/use-cases/prices/page.tsx', load: () => import('./page.tsx?raw') },
    { label: 'Reading', file: 'gallery/use-cases/prices/reading.ts', load: () => import('./reading.ts?raw') },
    { label: 'Market', file: 'gallery/use-cases/prices/market.ts', load: () => import('./market.ts?raw') },
    { label: 'Board', file: 'gallery/use-cases/prices/board.ts', load: () => import('./board.ts?raw') },
    { label: 'Slow line', file: 'gallery/use-cases/prices/slow-line.ts', load: () => import('./slow-line.ts?raw') },
  ],
};
