import type { PageAbout } from '../../site/page-about.ts';

export const about: PageAbout = {
  path: '/answers',
  title: 'AI responses',
  summary: 'Token by token; stop it, reload in the middle of an answer, or open it in a second tab.',
  part: 'Use cases',
  load: () => import('./page.tsx'),
  sample: [
    {
      label: 'Server',
      file: 'gallery/use-cases/answers/sample/server.ts',
      load: () => import('./sample/server.ts?raw'),
    },
    { label: 'Page', file: 'gallery/use-cases/answers/sample/page.tsx', load: () => import('./sample/page.tsx?raw') },
  ],
  sources: [
    { label: 'Server', file: 'gallery/use-cases/answers/server.ts', load: () => import('./server.ts?raw') },
    { label: 'Answering', file: 'gallery/use-cases/answers/answering.ts', load: () => import('./answering.ts?raw') },
    { label: 'Page', file: 'gallery/use-cases/answers/page.tsx', load: () => import('./page.tsx?raw') },
    { label: 'Answer', file: 'gallery/use-cases/answers/answer.tsx', load: () => import('./answer.tsx?raw') },
    {
      label: 'Endpoint',
      file: 'gallery/use-cases/answers/endpoint-model.ts',
      load: () => import('./endpoint-model.ts?raw'),
    },
    { label: 'Toy model', file: 'gallery/use-cases/answers/n-grams.ts', load: () => import('./n-grams.ts?raw') },
  ],
};
