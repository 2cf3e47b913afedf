import type { SequenceRange } from './sequence-ledger.ts';

/** One event of a post. */
export interface PublishedEvent {
  readonly topic: number;
  readonly sequence: number;
}

/** Events that are on their way to the server together. */
export interface Post {
  readonly dueMicros: number;
  readonly events: readonly PublishedEvent[];
}

/** What a publisher has sent, and what became of it. It sends one post after the other. */
export class Publisher {
  readonly number: number;
  /** The last sequence number of each topic that was sent. */
  readonly sent: Int32Array;
  /** The last of each topic that was acknowledged. */
  readonly acknowledged: Int32Array;
  /** By topic: what may arrive or not, as it was refused or not answered. */
  readonly excused = new Map<number, SequenceRange[]>();
  #post: Post | undefined;

  constructor(number: number, topics: number) {
    this.number = number;
    this.sent = new Int32Array(topics);
    this.acknowledged = new Int32Array(topics);
  }

  /** Makes a post of one event for each of these topics. */
  begin(topics: readonly number[], dueMicros: number): Post {
    const events = topics.map((topic) => {
      const sequence = (this.sent[topic] ?? 0) + 1;
      this.sent[topic] = sequence;
      return { topic, sequence };
    });
    this.#post = { dueMicros, events };
    return this.#post;
  }

  /** Tells what became of the post; undefined if there was none. */
  settle(isAcknowledged: boolean): Post | undefined {
    const post = this.#post;
    this.#post = undefined;
    if (post === undefined) return undefined;
    for (const event of post.events) {
      if (isAcknowledged) this.acknowledged[event.topic] = event.sequence;
      else this.#excuse(event);
    }
    return post;
  }

  #excuse({ topic, sequence }: PublishedEvent): void {
    const ranges = this.excused.get(topic) ?? [];
    const latest = ranges.at(-1);
    if (latest?.last === sequence - 1) ranges[ranges.length - 1] = { first: latest.first, last: sequence };
    else ranges.push({ first: sequence, last: sequence });
    this.excused.set(topic, ranges);
  }
}
