import { placeFault } from './fault.ts';
import type { Fault, Position } from './fault.ts';
import type { Expected, FaultCase } from './fault-case.ts';
import type { PublishedEvent, SeenItem } from './seen.ts';
import type { SourceOfEvents } from './sources.ts';
import type { Trial } from './trial.ts';
import { verdictOn } from './verdict.ts';

/** A trial as the fault server sees it. */
export class ObservedTrial {
  readonly trial: Trial;
  readonly source: SourceOfEvents;
  #begin: (() => void) | undefined;
  /** Resolves with the first request. */
  readonly begun = new Promise<void>((resolve) => (this.#begin = resolve));
  readonly #case: FaultCase;
  readonly #place: number;
  readonly #requests: { readonly atMs: number; readonly authorization: string | undefined }[] = [];
  readonly #published: PublishedEvent[] = [];
  #number = 0;

  /** @param place where it is in a sweep */
  constructor(faultCase: FaultCase, place: number, source: SourceOfEvents, trial: Trial) {
    this.#case = faultCase;
    this.#place = place;
    this.source = source;
    this.trial = trial;
  }

  /** Takes note of a request, and tells what is to be done to it. */
  nextFault(authorization: string | undefined): Fault<Position> {
    const fault: Fault = this.#case.faults[this.#requests.length] ?? { does: 'pass' };
    this.#begin?.();
    this.#requests.push({ atMs: performance.now(), authorization });
    return placeFault(fault, this.#place);
  }

  async publish(count = 0): Promise<void> {
    const total = this.#case.faults.reduce((sum, fault) => sum + countOf(fault.publishBefore, fault.publishAfter), 0);
    for (let n = 0; n < count; n++) {
      const number = ++this.#number;
      const published = await this.source.publish?.(this.trial.id, `№ ${number}`, number === total);
      if (published !== undefined) this.#published.push(published);
    }
  }

  /** All that is wrong with what was seen. */
  problemsOf(seen: readonly SeenItem[]): readonly string[] {
    const { waits, gaps = [], transports, end, mayEnd, tokens, awayMs = 0 }: Expected = this.#case.expected ?? {};
    const published = [...this.source.published, ...this.#published];
    const visible = this.trial.subscriber === 'subscribe' ? published : published.map((it) => ({ ...it, topics: [] }));
    const verdict = verdictOn(visible, seen, this.trial.options.lastEventId);
    const problems = [...verdict.problems];
    const expect = (what: string, actual: unknown, expected: unknown) => {
      const [one, other] = [JSON.stringify(actual), JSON.stringify(expected)];
      if (one !== other) problems.push(`${what}: ${one} instead of ${other}`);
    };
    const isComplete = seen.some((item) => 'event' in item && item.event.type === 'last');
    if (!isComplete && verdict.end === undefined) problems.push('it came to no end in time');
    if (mayEnd === undefined || verdict.end !== mayEnd) expect('why it ended', verdict.end, end);
    expect('gaps', verdict.gaps, gaps);
    // On a busy machine a stream may be taken for silent that is not, unless its heartbeats are far apart.
    const isTakenForSilent = this.#case.source !== 'calm' && timeoutsIn(verdict.waits) > timeoutsIn(waits ?? []);
    if (waits !== undefined && !isTakenForSilent) expect('why it waited', verdict.waits, waits);
    const usual = verdict.transports.filter((transport) => transport === 'stream');
    if (transports !== 'any' && !isTakenForSilent) expect('how events came', verdict.transports, transports ?? usual);
    if (tokens !== undefined && !isTakenForSilent) {
      const sent = this.#requests.map(({ authorization }) => authorization?.replace('Bearer ', ''));
      expect('tokens', sent, tokens);
    }
    const [first, second] = this.#requests;
    if (awayMs > 0 && first && !(second && second.atMs - first.atMs >= awayMs)) {
      problems.push(`it came again after ${second && second.atMs - first.atMs} ms, not ${awayMs}`);
    }
    return this.#place === 0 ? problems : problems.map((problem) => `at byte ${this.#place}: ${problem}`);
  }
}

function timeoutsIn(waits: readonly string[]): number {
  return waits.filter((reason) => reason === 'timeout').length;
}

function countOf(before = 0, after = 0): number {
  return before + after;
}
