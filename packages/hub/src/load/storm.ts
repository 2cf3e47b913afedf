import type { SequenceLedger, Published } from './sequence-ledger.ts';
import { StreamTail } from './stream-tail.ts';
import type { Subscribers } from './subscribers.ts';

/** A thread's part of the storm: subscribers that are cut off, and come back all at once. */
export class Storm {
  readonly #options: StormOptions;
  readonly #tails: Map<number, StreamTail>;
  readonly #lastEventIds = new Map<number, string>();
  /** Who is not yet where the others were when it came back. */
  readonly #behind = new Set<number>();
  #published: Published | undefined;
  #onRecovered: (() => void) | undefined;

  constructor(options: StormOptions) {
    this.#options = options;
    this.#tails = new Map(options.members.map((subscriber) => [subscriber, new StreamTail(options.dataBytes)]));
  }

  /** Sees what a subscriber receives, before it is scanned. */
  follow(subscriber: number, bytes: Buffer, start: number, end: number): void {
    this.#tails.get(subscriber)?.push(bytes, start, end);
  }

  /** Cuts all off, wherever their streams stand. */
  cut(): void {
    const { subscribers, ledger, marker, forget } = this.#options;
    for (const [subscriber, tail] of this.#tails) {
      if (!subscribers.wasOpened(subscriber)) continue;
      subscribers.cut(subscriber);
      forget(subscriber);
      const { lastEventId, incomplete } = tail.cut(marker);
      this.#lastEventIds.set(subscriber, lastEventId);
      for (const { publisher, sequence } of incomplete.toReversed()) ledger.forget(subscriber, publisher, sequence);
    }
    // They are followed no more: nobody is cut twice.
    this.#tails.clear();
  }

  /** Opens all their streams again; resolves when all have what was acknowledged until then. */
  async comeBack(published: Published): Promise<void> {
    this.#published = published;
    const recovered = new Promise<void>((resolve) => (this.#onRecovered = resolve));
    for (const subscriber of this.#lastEventIds.keys()) this.#behind.add(subscriber);
    for (const [subscriber, lastEventId] of this.#lastEventIds) {
      this.#options.subscribers.comeBack(subscriber, lastEventId);
      this.check(subscriber);
    }
    if (this.#behind.size > 0) await recovered;
  }

  /** Called when a subscriber has received something. */
  check(subscriber: number): void {
    if (this.#published === undefined || !this.#behind.has(subscriber)) return;
    const { ledger, topicOf } = this.#options;
    if (!ledger.hasReached(subscriber, topicOf(subscriber), this.#published)) return;
    this.#behind.delete(subscriber);
    if (this.#behind.size === 0) this.#onRecovered?.();
  }
}

export interface StormOptions {
  readonly members: readonly number[];
  readonly subscribers: Subscribers;
  readonly ledger: SequenceLedger;
  readonly marker: string;
  readonly dataBytes: number;
  readonly topicOf: (subscriber: number) => number;
  /** Drops what was kept of an event whose rest will not come. */
  readonly forget: (subscriber: number) => void;
}
