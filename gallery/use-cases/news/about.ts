import type { PageAbout } from '../../site/page-about.ts';

export const about: PageAbout = {
  path: '/news',
  title: 'News feed',
  summary: 'RSS and Atom feeds, read by the server; each new article appears once.',
  part: 'Use cases',
  load: () => import('./page.tsx'),
  sample: [
    { label: 'Server', file: 'gallery/use-cases/news/sample/server.ts', load: () => import('./sample/server.ts?raw') },
    { label: 'Page', file: 'gallery/use-cases/news/sample/page.tsx', load: () => import('./sample/page.tsx?raw') },
  ],
  sources: [
    { label: 'Server', file: 'gallery/use-cases/news/server.ts', load: () => import('./server.ts?raw') },
    { label: 'Page', file: 'gallery/use-cases/news/page.tsx', load: () => import('./page.tsx?raw') },
    { label: 'Poll', file: 'gallery/use-cases/news/poll-feed.ts', load: () => import('./poll-feed.ts?raw') },
    { label: 'Fetch', file: 'gallery/use-cases/news/fetch-feed.ts', load: () => import('./fetch-feed.ts?raw') },
    { label: 'Parse', file: 'gallery/use-cases/news/read-feed.ts', load: () => import('./read-feed.ts?raw') },
    { label: 'Events', file: 'gallery/use-cases/news/articles.ts', load: () => import('./articles.ts?raw') },
  ],
};
