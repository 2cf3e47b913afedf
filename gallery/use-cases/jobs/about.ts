import type { PageAbout } from '../../site/page-about.ts';

export const about: PageAbout = {
  path: '/jobs',
  title: 'Build and job progress',
  summary: 'Drop a file and watch the server work on it: speed, time left, log, cancel, and a download.',
  part: 'Use cases',
  load: () => import('./page.tsx'),
  sources: [
    { label: 'Server', file: 'gallery/use-cases/jobs/server.ts', load: () => import('./server.ts?raw') },
    { label: 'Page', file: 'gallery/use-cases/jobs/page.tsx', load: () => import('./page.tsx?raw') },
  ],
};
