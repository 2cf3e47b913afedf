import type { PageAbout } from '../../site/page-about.ts';

export const about: PageAbout = {
  path: '/dashboard',
  title: 'Dashboard',
  summary: "This machine's processor and memory, this gallery's traffic, and sales as they are made.",
  part: 'Use cases',
  load: () => import('./page.tsx'),
  sample: [
    {
      label: 'Server',
      file: 'gallery/use-cases/dashboard/sample/server.ts',
      load: () => import('./sample/server.ts?raw'),
    },
    { label: 'Page', file: 'gallery/use-cases/dashboard/sample/page.tsx', load: () => import('./sample/page.tsx?raw') },
  ],
  sources: [
    { label: 'Server', file: 'gallery/use-cases/dashboard/server.ts', load: () => import('./server.ts?raw') },
    { label: 'Page', file: 'gallery/use-cases/dashboard/page.tsx', load: () => import('./page.tsx?raw') },
    { label: 'History', file: 'gallery/use-cases/dashboard/history.ts', load: () => import('./history.ts?raw') },
    { label: 'Orders', file: 'gallery/use-cases/dashboard/till.ts', load: () => import('./till.ts?raw') },
    { label: 'Events', file: 'gallery/use-cases/dashboard/events.ts', load: () => import('./events.ts?raw') },
  ],
};
