import type { PageAbout } from '../site/page-about.ts';

export const about: PageAbout = {
  path: '/decision',
  title: 'The decision guide',
  summary: 'A few questions, a recommendation with its reasons, and the measurement behind it.',
  part: 'When to use what',
  load: () => import('./page.tsx'),
  sources: [{ label: 'Page', file: 'gallery/decision/page.tsx', load: () => import('./page.tsx?raw') }],
};
