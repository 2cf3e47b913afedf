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

/** Time, in milliseconds, as the gathering of a group takes it. */
export interface GatheringClock {
  now(): number;
  /** Calls `task` once after `delayMs`; returns a function that cancels it. */
  after(delayMs: number, task: () => void): () => void;
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

/** A group waits for those who are expected for so many milliseconds at the least, which is as fine as timers are. */
const leastGatheringMs = 1;

/**
 * Lets concurrent batches share one commit: while one group is with `commit`, what comes in gathers, and is the next
 * group. So a lone append is committed at once, and the groups grow with the load by themselves.
 *
 * Publishers who wait for their answer send again right after it. So after a commit the next group waits for as many
 * batches as were there then, but not for longer than the commit took, or 1 ms: four publishers share one commit,
 * where else two would wait for the other two in turn (bench/NOTES.md).
 *
 * `commit` gets the batches in the order of the calls and returns one result for each. When it rejects, all batches
 * of the group are rejected with its error.
 */
export function createGroupCommit<B extends Batch, R>(
  commit: (batches: readonly B[]) => Promise<readonly R[]>,
  bounds: GroupBounds,
  clock: GatheringClock,
): GroupCommit<B, R> {
  let waiting: Waiting<B, R>[] = [];
  let waitingBytes = 0;
  let running: Promise<void> | undefined;
  /** How many batches are expected, and until when it makes sense to wait for them. */
  let expected = 0;
  let patienceEndsMs = 0;
  /** Ends the waiting, once the last one who is expected has come. */
  let complete: (() => void) | undefined;

  function isComplete(): boolean {
    return waiting.length >= expected || waitingBytes >= bounds.bytes;
  }

  /** Waits for those who are expected. */
  async function gather(): Promise<void> {
    const patienceMs = patienceEndsMs - clock.now();
    if (isComplete() || patienceMs <= 0) return;
    await new Promise<void>((resolve) => {
      const cancel = clock.after(patienceMs, resolve);
      complete = () => {
        cancel();
        resolve();
      };
    });
    complete = undefined;
  }

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
      await gather();
      const group = takeGroup();
      const beganMs = clock.now();
      try {
        const results = await commit(group.map(({ batch }) => batch));
        for (const [index, result] of results.entries()) group[index]?.resolve(result);
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
      expected = group.length + waiting.length;
      patienceEndsMs = clock.now() + Math.max(leastGatheringMs, clock.now() - beganMs);
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
        if (isComplete()) complete?.();
        running ??= run();
      });
    },
    async idle() {
      await running;
    },
  };
}
