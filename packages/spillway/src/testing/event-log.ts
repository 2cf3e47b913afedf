import type { EventLog, LatestReader, Retention } from '../log/event-log.ts';
import { appending } from './log/appending.ts';
import { closing } from './log/closing.ts';
import { durability } from './log/durability.ts';
import { forgetting } from './log/forgetting.ts';
import { latestReading } from './log/latest-reading.ts';
import { reading } from './log/reading.ts';
import { tailing } from './log/tailing.ts';
import { register, type Runner } from './runner.ts';

/** How a suite wants the log that it opens. */
export interface LogSettings {
  /** Without it the log keeps at least 100,000 events and 64 MiB, at any age. */
  readonly retention?: Retention;
  /** A simulated clock, in milliseconds since the Unix epoch: the log takes all its time from it. */
  readonly now: () => number;
}

/** A log that has just been opened, and is empty. */
export interface OpenedLog {
  readonly log: EventLog;
  /** Closes the log, and removes what it stored. Called once, at the end of a test, also after `log.close()`. */
  readonly dispose: () => Promise<void>;
}

/** One that keeps its events when it is closed. */
export interface OpenedDurableLog extends OpenedLog {
  /** Closes the log and opens what it stored again, with the same settings. `dispose` then means the new one. */
  readonly reopen: () => Promise<EventLog>;
}

export interface OpenedLatestReader extends OpenedLog {
  readonly log: EventLog & LatestReader;
}

/**
 * Registers the contract suite that every `EventLog` has to pass, one test per promise, with the test runner that
 * is handed in. `open` is called once in each test.
 *
 * @example
 * ```ts
 * import { describe, test } from 'vitest';
 * import { createMemoryLog } from 'spillway/log/memory';
 * import { testEventLog } from 'spillway/testing';
 *
 * testEventLog('memory', async (settings) => {
 *   const log = createMemoryLog(settings);
 *   return { log, dispose: () => log.close() };
 * }, { describe, test });
 * ```
 */
export function testEventLog(name: string, open: (settings: LogSettings) => Promise<OpenedLog>, runner: Runner): void {
  const cases = [...appending, ...reading, ...tailing, ...forgetting, ...closing];
  register(runner, `${name}: an event log`, cases, ({ retention, run }) => withLog(open, retention, run));
}

/** Registers, beside `testEventLog`, what a log has to pass that keeps its events when it is closed. */
export function testDurableLog(
  name: string,
  open: (settings: LogSettings) => Promise<OpenedDurableLog>,
  runner: Runner,
): void {
  register(runner, `${name}: a durable log`, durability, ({ retention, run }) => withLog(open, retention, run));
}

/** Registers, beside `testEventLog`, what a `LatestReader` has to pass. */
export function testLatestReader(
  name: string,
  open: (settings: LogSettings) => Promise<OpenedLatestReader>,
  runner: Runner,
): void {
  register(runner, `${name}: a latest reader`, latestReading, ({ retention, run }) => withLog(open, retention, run));
}

async function withLog<O extends OpenedLog>(
  open: (settings: LogSettings) => Promise<O>,
  retention: Retention | undefined,
  run: (given: O & { readonly advance: (ms: number) => void }) => Promise<void>,
): Promise<void> {
  let time = 1_800_000_000_000;
  const opened = await open({ now: () => time, ...(retention === undefined ? {} : { retention }) });
  const advance = (ms: number): void => {
    time += ms;
  };
  try {
    await run({ ...opened, advance });
  } finally {
    await opened.dispose();
  }
}
