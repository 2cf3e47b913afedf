import type { PageAbout } from '../../site/page-about.ts';

export const about: PageAbout = {
  path: '/chat',
  title: 'Chat',
  summary: 'Works with events and POST, and says what that costs beside a WebSocket.',
  part: 'Beyond the easy cases',
  load: () => import('./page.tsx'),
  sample: [
    { label: 'Server', file: 'gallery/use-cases/chat/sample/server.ts', load: () => import('./sample/server.ts?raw') },
    { label: 'Page', file: 'gallery/use-cases/chat/sample/page.tsx', load: () => import('./sample/page.tsx?raw') },
  ],
  sources: [
    { label: 'Page', file: 'gallery/use-cases/chat/page.tsx', load: () => import('./page.tsx?raw') },
    { label: 'Sending', file: 'gallery/use-cases/chat/outbox.ts', load: () => import('./outbox.ts?raw') },
    { label: 'Server', file: 'gallery/use-cases/chat/server.ts', load: () => import('./server.ts?raw') },
    {
      label: 'Measuring',
      file: 'gallery/server/exchange-bytes.ts',
      load: () => import('../../server/exchange-bytes.ts?raw'),
    },
  ],
};
