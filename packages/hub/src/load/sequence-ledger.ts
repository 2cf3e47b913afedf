/** What was published for a test, as its publishers know it; topics and publishers are numbered from 0. */
export interface Published {
  readonly topics: number;
  readonly publishers: number;
  /** The last sequence number that was sent, at `publisher * topics + topic`. */
  readonly sent: Int32Array;
  /** The last that was acknowledged, likewise. */
  readonly acknowledged: Int32Array;
  /** What the server refused or did not answer: it may arrive, or not. Likewise, and in ascending order. */
  readonly excused: ReadonlyMap<number, readonly SequenceRange[]>;
}

export interface SequenceRange {
  readonly first: number;
  readonly last: number;
}

/** An arrival that was not the next of its publisher's events for the subscriber's topic. */
export type Fault = 'doubled' | 'out-of-order';

/**
 * Which events have reached each subscriber, by their sequence numbers: each publisher counts its events for each
 * topic from 1, and sends one after the other.
 */
export class SequenceLedger {
  readonly #publishers: number;
  /** The highest number that came, at `subscriber * publishers + publisher`. */
  readonly #last: Int32Array;
  /** Which lower ones did not come, in ascending order, at the same place. */
  readonly #missing = new Map<number, SequenceRange[]>();
  readonly #onFault: (subscriber: number, fault: Fault) => void;

  constructor(subscribers: number, publishers: number, onFault: (subscriber: number, fault: Fault) => void) {
    this.#publishers = publishers;
    this.#last = new Int32Array(subscribers * publishers);
    this.#onFault = onFault;
  }

  arrive(subscriber: number, publisher: number, sequence: number): void {
    const place = subscriber * this.#publishers + publisher;
    if (sequence === (this.#last[place] ?? 0) + 1) this.#last[place] = sequence;
    else this.#arriveUnexpectedly(subscriber, place, sequence);
  }

  #arriveUnexpectedly(subscriber: number, place: number, sequence: number): void {
    const last = this.#last[place] ?? 0;
    if (sequence > last) {
      const ranges = this.#missing.get(place) ?? [];
      ranges.push({ first: last + 1, last: sequence - 1 });
      this.#missing.set(place, ranges);
      this.#last[place] = sequence;
      return;
    }
    this.#onFault(subscriber, this.#found(place, sequence) ? 'out-of-order' : 'doubled');
  }

  /** Whether a number was missing; now it is not. */
  #found(place: number, sequence: number): boolean {
    const ranges = this.#missing.get(place) ?? [];
    const at = ranges.findIndex(({ first, last }) => first <= sequence && sequence <= last);
    const range = ranges[at];
    if (range === undefined) return false;
    const parts = [
      { first: range.first, last: sequence - 1 },
      { first: sequence + 1, last: range.last },
    ];
    ranges.splice(at, 1, ...parts.filter(({ first, last }) => first <= last));
    return true;
  }

  /** Takes an arrival back: the event was not complete when its connection was cut, and will be sent again. */
  forget(subscriber: number, publisher: number, sequence: number): void {
    const place = subscriber * this.#publishers + publisher;
    if (this.#last[place] === sequence) this.#last[place] = sequence - 1;
  }

  /** How many events that were published for its topic have not reached a subscriber. */
  missing(subscriber: number, topic: number, published: Published): number {
    let missing = 0;
    for (let publisher = 0; publisher < this.#publishers; publisher++) {
      const place = subscriber * this.#publishers + publisher;
      const sent = published.sent[publisher * published.topics + topic] ?? 0;
      const last = this.#last[place] ?? 0;
      if (last >= sent && this.#missing.size === 0) continue;
      const excused = published.excused.get(publisher * published.topics + topic) ?? [];
      for (const range of this.#missing.get(place) ?? []) missing += countWithout(range, excused);
      if (last < sent) missing += countWithout({ first: last + 1, last: sent }, excused);
    }
    return missing;
  }

  /** Whether a subscriber has come as far as what was acknowledged for its topic. */
  hasReached(subscriber: number, topic: number, { acknowledged, topics }: Published): boolean {
    for (let publisher = 0; publisher < this.#publishers; publisher++) {
      const last = this.#last[subscriber * this.#publishers + publisher] ?? 0;
      if (last < (acknowledged[publisher * topics + topic] ?? 0)) return false;
    }
    return true;
  }
}

function countWithout({ first, last }: SequenceRange, excused: readonly SequenceRange[]): number {
  let count = last - first + 1;
  for (const range of excused) {
    const common = Math.min(last, range.last) - Math.max(first, range.first) + 1;
    if (common > 0) count -= common;
  }
  return count;
}
