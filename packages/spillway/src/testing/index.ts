// spillway/testing: the public contract suites, for those who write an implementation of their own.

export {
  testDurableLog,
  testEventLog,
  testLatestReader,
  type LogSettings,
  type OpenedDurableLog,
  type OpenedLatestReader,
  type OpenedLog,
} from './event-log.ts';
export type { Runner } from './runner.ts';
