import type { PageAbout } from '../../site/page-about.ts';

export const about: PageAbout = {
  path: '/jobs',
  title: 'Build and job progress',
  summary: 'Drop a file and watch the server work on it: speed, time left, log, cancel, and a download.',
  part: 'Use cases',
  load: () => import('./page.tsx'),
  sample: [
    { label: 'Server', file: 'gallery/use-cases/jobs/sample/server.ts', load: () => import('./sample/server.ts?raw') },
    { label: 'Page', file: 'gallery/use-cases/jobs/sample/page.tsx', load: () => import('./sample/page.tsx?raw') },
  ],
  sources: [
    { label: 'Page', file: 'gallery/use-cases/jobs/page.tsx', load: () => import('./page.tsx?raw') },
    { label: 'Server', file: 'gallery/use-cases/jobs/server.ts', load: () => import('./server.ts?raw') },
    { label: 'Publishing', file: 'gallery/use-cases/jobs/job-news.ts', load: () => import('./job-news.ts?raw') },
    { label: 'The events', file: 'gallery/use-cases/jobs/job.ts', load: () => import('./job.ts?raw') },
    { label: 'After a crash', file: 'gallery/use-cases/jobs/jobs.ts', load: () => import('./jobs.ts?raw') },
    {
      label: 'Brotli and zstd',
      file: 'gallery/use-cases/jobs/encodings/compress.ts',
      load: () => import('./encodings/compress.ts?raw'),
    },
    {
      label: 'ffmpeg',
      file: 'gallery/use-cases/jobs/encodings/ffmpeg.ts',
      load: () => import('./encodings/ffmpeg.ts?raw'),
    },
  ],
};
