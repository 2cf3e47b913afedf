import type { PageAbout } from '../site/page-about.ts';

export const about: PageAbout = {
  path: '/decision',
  title: 'The decision guide',
  summary: 'A few questions, a recommendation with its reasons, and the measurement behind it.',
  part: 'When to use what',
  load: () => import('./page.tsx'),
  sources: [
    { label: 'Rules', file: 'gallery/decision/rules.ts', load: () => import('./rules.ts?raw') },
    { label: 'Guide', file: 'gallery/decision/guide.ts', load: () => import('./guide.ts?raw') },
    { label: 'Remarks', file: 'gallery/decision/remarks.ts', load: () => import('./remarks.ts?raw') },
    { label: 'Page', file: 'gallery/decision/page.tsx', load: () => import('./page.tsx?raw') },
  ],
};
