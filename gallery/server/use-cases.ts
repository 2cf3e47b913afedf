import { answers } from '../use-cases/answers/server.ts';
import { bytes } from '../use-cases/bytes/server.ts';
import { chat } from '../use-cases/chat/server.ts';
import { dashboard } from '../use-cases/dashboard/server.ts';
import { jobs } from '../use-cases/jobs/server.ts';
import { news } from '../use-cases/news/server.ts';
import { notifications } from '../use-cases/notifications/server.ts';
import { prices } from '../use-cases/prices/server.ts';
import { scores } from '../use-cases/scores/server.ts';
import { comparison } from '../comparison/server.ts';
import type { UseCase } from './gallery.ts';

/** All that the gallery shows, apart from its pages. */
export const useCases: readonly UseCase[] = [
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
];
