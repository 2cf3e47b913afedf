import { setTimeout as delay } from 'node:timers/promises';
import type { PublishEvent } from 'spillway';
import { backoffMs } from '../processes/backoff.ts';

/** Delivers events to a hub in order, however often it goes away meanwhile. */
export interface Publisher extends AsyncDisposable {
  /** Queues an event, which must have an `id`; beyond the queue's bound the oldest one goes. */
  offer(event: PublishEvent & { readonly id: string }): void;
  /** Gives up what is not delivered yet, and resolves when nothing is under way any more. */
  [Symbol.asyncDispose](): Promise<void>;
}

export interface PublisherOptions {
  /** The hub's `/events`. */
  readonly url: string;
  /** How many events wait at most while the hub is away; default 600. */
  readonly queueEvents?: number;
  /** Hears of each event that the bound of the queue has cost. */
  readonly onDropped: (event: PublishEvent) => void;
  /** Hears why the hub refuses what it was sent. That is a fault of this program, which trying again does not mend. */
  readonly onRefused: (reason: Error) => void;
}

/** At most so many events go in one request. */
const batchEvents = 100;
const answerTimeoutMs = 5_000;

/**
 * Makes a publisher. It posts one batch at a time and repeats it until the hub has answered that it has it. Where a hub
 * dies between its log and its answer, the events' ids keep the repetition from being logged twice.
 */
export function createPublisher({ url, queueEvents = 600, onDropped, onRefused }: PublisherOptions): Publisher {
  const waiting: PublishEvent[] = [];
  const closing = new AbortController();
  let delivering: Promise<void> | undefined;

  async function deliver(): Promise<void> {
    while (waiting.length > 0 && !closing.signal.aborted) {
      await deliverBatch(waiting.splice(0, batchEvents));
    }
    delivering = undefined;
  }

  async function deliverBatch(batch: readonly PublishEvent[]): Promise<void> {
    for (let attempt = 0; !closing.signal.aborted; attempt += 1) {
      const outcome = await post(url, batch, closing.signal);
      if (outcome === 'taken') return;
      if (outcome !== 'try again') return onRefused(outcome);
      await delay(backoffMs(attempt + 1, 100, 1_000), undefined, { signal: closing.signal }).catch(() => undefined);
    }
  }

  return {
    offer(event) {
      const oldest = waiting.length === queueEvents ? waiting.shift() : undefined;
      if (oldest !== undefined) onDropped(oldest);
      waiting.push(event);
      delivering ??= deliver();
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      await delivering;
    },
  };
}

async function post(
  url: string,
  batch: readonly PublishEvent[],
  signal: AbortSignal,
): Promise<'taken' | 'try again' | Error> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(batch),
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerTimeoutMs)]),
    });
    const answer = await response.text();
    if (response.ok) return 'taken';
    return response.status < 500 ? new Error(`the hub answered ${response.status}: ${answer}`) : 'try again';
  } catch {
    // No connection, no answer, or half of one: whether the hub took the events is not known, so they go again.
    return 'try again';
  }
}
