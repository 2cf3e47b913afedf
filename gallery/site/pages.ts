import { about as answers } from '../use-cases/answers/about.ts';
import { about as bytes } from '../use-cases/bytes/about.ts';
import { about as chat } from '../use-cases/chat/about.ts';
import { about as dashboard } from '../use-cases/dashboard/about.ts';
import { about as jobs } from '../use-cases/jobs/about.ts';
import { about as news } from '../use-cases/news/about.ts';
import { about as notifications } from '../use-cases/notifications/about.ts';
import { about as prices } from '../use-cases/prices/about.ts';
import { about as scores } from '../use-cases/scores/about.ts';
import { about as comparison } from '../comparison/about.ts';
import { about as decision } from '../decision/about.ts';
import type { PageAbout } from './page-about.ts';

/** The pages in the order of the menu. */
export const pages: readonly PageAbout[] = [
  notifications,
  dashboard,
  prices,
  scores,
  news,
  jobs,
  answers,
  chat,
  bytes,
  comparison,
  decision,
];
