import type { Offset } from '../event.ts';
import type { EventLog, LatestReader, LogBounds } from '../log/event-log.ts';
import { type FramedEvent, frameEvent } from './frame.ts';

/** A page of the log, its events with their frames. */
export interface FramedPage extends LogBounds {
  readonly events: readonly FramedEvent[];
  readonly through: Offset;
}

const pageLimits = { events: 1000, bytes: 128 * 1024 };

/** How many pages are read at the same time, at the most; the others wait in line. */
const pagesAtOnce = 8;

/**
 * Reads the log for those who catch up. Subscribers at the same place share one read, and a bounded number of reads is
 * under way at once, whatever the number of subscribers.
 */
export class LogReader {
  readonly #log: EventLog & Partial<LatestReader>;
  readonly #pending = new Map<string, Promise<FramedPage>>();
  readonly #waiting: (() => void)[] = [];
  #underWay = 0;

  constructor(log: EventLog) {
    this.#log = log;
  }

  /** Reads what follows `after`; with `latest`, only what is the newest of a (topic, key), where the log can tell. */
  read(after: Offset, latest: boolean): Promise<FramedPage> {
    const name = `${after} ${latest}`;
    const pending = this.#pending.get(name);
    if (pending) return pending;
    const page = this.#readInTurn(after, latest).finally(() => this.#pending.delete(name));
    this.#pending.set(name, page);
    return page;
  }

  async #readInTurn(after: Offset, latest: boolean): Promise<FramedPage> {
    if (this.#underWay >= pagesAtOnce) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#underWay++;
    try {
      const page =
        latest && this.#log.readLatest
          ? await this.#log.readLatest(after, pageLimits)
          : await this.#log.read(after, pageLimits);
      return { ...page, events: page.events.map((event) => frameEvent(event, this.#log.epoch)) };
    } finally {
      this.#underWay--;
      this.#waiting.shift()?.();
    }
  }
}
