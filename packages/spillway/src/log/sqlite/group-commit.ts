import { SpillwayError } from '../../error.ts';

/** What is appended in one call, all or nothing. */
export interface Batch {
  readonly length: number;
  readonly bytes: number;
}

export interface GroupBounds {
  /** A group takes no further batch once it has so many events ... */
  readonly events: number;
  /** ... or so many bytes. */
  readonly bytes: number;
  /** With so many bytes waiting for the disk already, a further batch is refused. */
  readonly waitingBytes: number;
}

export interface GroupCommit<B extends Batch, R> {
  /** Commits the batch with all that come in while the disk is busy. */
  append(batch: B): Promise<R>;
  /** Resolves when nothing waits. */
  idle(): Promise<void>;
}

interface Waiting<B, R> {
  readonly batch: B;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets concurrent batches share one commit: while one group is with `commit`, what comes in gathers, and is the next
 * group. So a lone append is committed at once, and the groups grow with the load by themselves.
 *
 * `commit` gets the batches in the order of the calls and returns one result for each. When it rejects, all batches
 * of the group are rejected with its error.
 */
export function createGroupCommit<B extends Batch, R>(
  commit: (batches: readonly B[]) => Promise<readonly R[]>,
  bounds: GroupBounds,
): GroupCommit<B, R> {
  let waiting: Waiting<B, R>[] = [];
  let waitingBytes = 0;
  let running: Promise<void> | undefined;

  /** The first of those that wait, as many as fit, but always one. */
  function takeGroup(): readonly Waiting<B, R>[] {
    let events = 0;
    let bytes = 0;
    let count = 0;
    for (const { batch } of waiting) {
      if (count > 0 && (events + batch.length > bounds.events || bytes + batch.bytes > bounds.bytes)) break;
      events += batch.length;
      bytes += batch.bytes;
      count++;
    }
    waitingBytes -= bytes;
    const group = waiting.slice(0, count);
    waiting = waiting.slice(count);
    return group;
  }

  async function run(): Promise<void> {
    // What is appended in the same turn of the event loop shall share the first group.
    await Promise.resolve();
    while (waiting.length > 0) {
      const group = takeGroup();
      try {
        const results = await commit(group.map(({ batch }) => batch));
        for (const [index, result] of results.entries()) group[index]?.resolve(result);
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    running = undefined;
  }

  return {
    append(batch) {
      if (waiting.length > 0 && waitingBytes + batch.bytes > bounds.waitingBytes) {
        const message = `the disk falls behind: ${waitingBytes} bytes of events wait for it; publish more slowly, and try again`;
        return Promise.reject(new SpillwayError('log-unavailable', message));
      }
      return new Promise((resolve, reject) => {
        waiting.push({ batch, resolve, reject });
        waitingBytes += batch.bytes;
        running ??= run();
      });
    },
    async idle() {
      await running;
    },
  };
}
