import type { PageAbout } from '../../site/page-about.ts';

export const about: PageAbout = {
  path: '/bytes',
  title: 'Binary data',
  summary: 'An image sent as text, and what that costs in bytes beside the raw file.',
  part: 'Beyond the easy cases',
  load: () => import('./page.tsx'),
  sources: [
    { label: 'Page', file: 'gallery/use-cases/bytes/page.tsx', load: () => import('./page.tsx?raw') },
    { label: 'Reading', file: 'gallery/use-cases/bytes/ways.ts', load: () => import('./ways.ts?raw') },
    { label: 'Server', file: 'gallery/use-cases/bytes/server.ts', load: () => import('./server.ts?raw') },
    { label: 'The picture', file: 'gallery/use-cases/bytes/picture.ts', load: () => import('./picture.ts?raw') },
  ],
};
