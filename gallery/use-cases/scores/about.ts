import type { PageAbout } from '../../site/page-about.ts';

export const about: PageAbout = {
  path: '/scores',
  title: 'Sports scores',
  summary: 'Several matches at once: the score as it stands when you join, and every goal from then on.',
  part: 'Use cases',
  load: () => import('./page.tsx'),
  sample: [
    {
      label: 'Server',
      file: 'gallery/use-cases/scores/sample/server.ts',
      load: () => import('./sample/server.ts?raw'),
    },
    { label: 'Page', file: 'gallery/use-cases/scores/sample/page.tsx', load: () => import('./sample/page.tsx?raw') },
  ],
  sources: [
    { label: 'Server', file: 'gallery/use-cases/scores/server.ts', load: () => import('./server.ts?raw') },
    { label: 'Page', file: 'gallery/use-cases/scores/page.tsx', load: () => import('./page.tsx?raw') },
    { label: 'Scoreboard', file: 'gallery/use-cases/scores/scoreboard.ts', load: () => import('./scoreboard.ts?raw') },
    { label: 'Events', file: 'gallery/use-cases/scores/match.ts', load: () => import('./match.ts?raw') },
    { label: 'Simulation', file: 'gallery/use-cases/scores/simulation.ts', load: () => import('./simulation.ts?raw') },
  ],
};
