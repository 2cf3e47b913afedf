import type { PageAbout } from '../../site/page-about.ts';

export const about: PageAbout = {
  path: '/news',
  title: 'News feed',
  summary: 'RSS and Atom feeds, read by the server; each new article appears once.',
  part: 'Use cases',
  load: () => import('./page.tsx'),
  sources: [
    { label: 'Server', file: 'gallery/use-cases/news/server.ts', load: () => import('./server.ts?raw') },
    { label: 'Page', file: 'gallery/use-cases/news/page.tsx', load: () => import('./page.tsx?raw') },
  ],
};
