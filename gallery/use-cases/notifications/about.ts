import type { PageAbout } from '../../site/page-about.ts';

export const about: PageAbout = {
  path: '/notifications',
  title: 'Live notifications',
  summary: 'Two people side by side, each with what is for them alone: messages, requests, payments, orders.',
  part: 'Use cases',
  load: () => import('./page.tsx'),
  sample: [
    {
      label: 'Server',
      file: 'gallery/use-cases/notifications/sample/server.ts',
      load: () => import('./sample/server.ts?raw'),
    },
    {
      label: 'Page',
      file: 'gallery/use-cases/notifications/sample/page.tsx',
      load: () => import('./sample/page.tsx?raw'),
    },
  ],
  sources: [
    { label: 'Server', file: 'gallery/use-cases/notifications/server.ts', load: () => import('./server.ts?raw') },
    {
      label: 'Subscription',
      file: 'gallery/use-cases/notifications/use-inbox.ts',
      load: () => import('./use-inbox.ts?raw'),
    },
    { label: 'Page', file: 'gallery/use-cases/notifications/person.tsx', load: () => import('./person.tsx?raw') },
    { label: 'Events', file: 'gallery/use-cases/notifications/notices.ts', load: () => import('./notices.ts?raw') },
    { label: 'Inbox', file: 'gallery/use-cases/notifications/inbox.ts', load: () => import('./inbox.ts?raw') },
    { label: 'Orders', file: 'gallery/use-cases/notifications/orders.ts', load: () => import('./orders.ts?raw') },
    {
      label: 'Friends',
      file: 'gallery/use-cases/notifications/friendships.ts',
      load: () => import('./friendships.ts?raw'),
    },
  ],
};
