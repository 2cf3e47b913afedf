import { Worker } from 'node:worker_threads';
import { SpillwayError } from '../../error.ts';
import type { Calls, Kind, Reply, Results } from './protocol.ts';

/** The thread that blocks for the disk, seen from the event loop. */
export interface DiskThread {
  /** Calls are answered in order, except that reads which wait for their turn let others pass. */
  call<K extends Kind>(kind: K, input: Calls[K]): Promise<Results[K]>;
  /** Ends the thread, whatever it is doing. */
  end(): Promise<void>;
}

interface Pending {
  readonly kind: Kind;
  readonly settle: (reply: Reply) => void;
  readonly fail: (error: SpillwayError) => void;
}

/**
 * So many reads are with the thread at a time, and the others wait here: a commit waits for four pages at most, even
 * when thousands of subscribers catch up; and each page waits for one commit at most.
 */
const readsAtATime = 4;

/** `file` names the log in messages. */
export function startDiskThread(file: string): DiskThread {
  // Node runs the sources as they are; tsc rewrites the endings of imports, but not of URLs.
  const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const worker = new Worker(new URL(`./worker.${ending}`, import.meta.url), {
    name: 'spillway-log',
    // node:sqlite warns that it is experimental: that is our choice, and no news for the user's terminal.
    // Deno has no such warning, and starts no worker with this flag.
    ...(!('Deno' in globalThis) && { execArgv: ['--disable-warning=ExperimentalWarning'] }),
  });

  const pending = new Map<number, Pending>();
  const waitingReads: (() => void)[] = [];
  let reads = 0;
  let awaited = 0;
  let calls = 0;
  let ended: SpillwayError | undefined;
  let crash: unknown;

  function send<K extends Kind>(kind: K, input: Calls[K]): Promise<Results[K]> {
    return new Promise((resolve, reject) => {
      if (ended !== undefined) {
        reject(ended);
        return;
      }
      const number = ++calls;
      // A process may end while the log is idle or tidies up, but not while somebody waits for an answer.
      if (kind !== 'tidy' && awaited++ === 0) worker.ref();
      pending.set(number, { kind, settle, fail: reject });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      worker.postMessage({ number, kind, input });

      function settle(reply: Reply): void {
        if ('failure' in reply) {
          const { code, message, cause } = reply.failure;
          reject(new SpillwayError(code, message, { cause }));
        } else {
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the reply to a call of kind K
          resolve(reply.result as Results[K]);
        }
      }
    });
  }

  worker.on('message', (reply: Reply) => {
    const call = pending.get(reply.number);
    if (call === undefined) return;
    pending.delete(reply.number);
    if (call.kind !== 'tidy' && --awaited === 0) worker.unref();
    if (call.kind === 'read') passTurnToRead();
    call.settle(reply);
  });
  worker.on('error', (error) => {
    crash = error;
  });
  worker.on('exit', (code) => {
    const reason = crash instanceof Error ? crash.message : `exit code ${code}`;
    const message =
      `the thread that writes ${file} has ended (${reason}): open the log again. ` +
      'If it never started: it needs Node 22.18 or newer, and the package spillway left out of any bundle';
    ended = new SpillwayError('log-unavailable', message, { cause: crash });
    for (const call of pending.values()) call.fail(ended);
    pending.clear();
    for (const read of waitingReads.splice(0)) read();
  });

  return {
    async call(kind, input) {
      // Closing queues behind the reads that were accepted before it.
      if (kind === 'read' || kind === 'close') await turnToRead();
      return send(kind, input);
    },
    async end() {
      await worker.terminate();
    },
  };

  async function turnToRead(): Promise<void> {
    if (reads === readsAtATime) await new Promise<void>((resolve) => waitingReads.push(resolve));
    else reads++;
  }

  function passTurnToRead(): void {
    const next = waitingReads.shift();
    if (next === undefined) reads--;
    else next();
  }
}
