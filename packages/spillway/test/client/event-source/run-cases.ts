import { EventSource } from '../../../src/client/event-source.ts';
import type { EventSourceConstructor } from '../../../src/client/event-source-interface.ts';
import type { Case, Context } from './case.ts';
import { cases } from './cases/index.ts';
import { setStage } from './stage.ts';

/** What the cases saw by their names, or why they did not come to an end. */
export type Outcomes = Readonly<Record<string, unknown>>;

export interface CasesToRun {
  readonly context: Context;
  /** Whether the browser's own class runs them, or ours. */
  readonly isNative: boolean;
  readonly origin: string;
  readonly otherOrigin: string;
}

/** Runs the cases of a context there. */
export async function runCases({ context, isNative, origin, otherOrigin }: CasesToRun): Promise<Outcomes> {
  const tested = isNative ? (globalThis.EventSource as EventSourceConstructor) : EventSource;
  const outcomes: Record<string, unknown> = {};

  async function runOne({ name, run }: Case): Promise<void> {
    using stage = setStage(tested, origin, otherOrigin);
    let timer;
    const timeout = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error('it came to no end')), timeoutMs);
    });
    try {
      outcomes[name] = await Promise.race([run(stage), timeout]);
    } catch (error) {
      outcomes[name] = `failed: ${String(error)}`;
    }
    clearTimeout(timer);
  }

  const here = cases.filter(({ where }) => where?.includes(context) ?? true);
  const queue = here.filter(({ isAlone }) => isAlone !== true);
  async function runQueue(): Promise<void> {
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) await runOne(one);
  }
  await Promise.all(Array.from({ length: atOnce }, runQueue));
  for (const one of here.filter(({ isAlone }) => isAlone === true)) await runOne(one);
  return outcomes;
}

const timeoutMs = 90_000;
/** A browser opens at most six HTTP/1.1 connections to an origin, and a case may take two. */
const atOnce = 3;
