import type { PageAbout } from '../../site/page-about.ts';

export const about: PageAbout = {
  path: '/bytes',
  title: 'Binary data',
  summary: 'An image sent as text, and what that costs in bytes beside the raw file.',
  part: 'Beyond the easy cases',
  load: () => import('./page.tsx'),
  sample: [
    { label: 'Server', file: 'gallery/use-cases/bytes/sample/server.ts', load: () => import('./sample/server.ts?raw') },
    { label: 'Page', file: 'gallery/use-cases/bytes/sample/page.tsx', load: () => import('./sample/page.tsx?raw') },
  ],
  sources: [
    { label: 'Page', file: 'gallery/use-cases/bytes/page.tsx', load: () => import('./page.tsx?raw') },
    { label: 'Reading', file: 'gallery/use-cases/bytes/ways.ts', load: () => import('./ways.ts?raw') },
    { label: 'Server', file: 'gallery/use-cases/bytes/server.ts', load: () => import('./server.ts?raw') },
    { label: 'The picture', file: 'gallery/use-cases/bytes/picture.ts', load: () => import('./picture.ts?raw') },
  ],
};
