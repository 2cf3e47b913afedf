import { Worker } from 'node:worker_threads';
import type { Calls, Kind, Reply, Results, ThreadStart } from './thread-protocol.ts';

/** A thread of the test, seen from the main thread. */
export interface LoadThread {
  /** Rejects when the thread has failed. */
  call<K extends Kind>(kind: K, input: Calls[K]): Promise<Results[K]>;
  terminate(): Promise<void>;
}

export function startLoadThread(start: ThreadStart): LoadThread {
  // Node runs the sources as they are; tsc rewrites the endings of imports, but not of URLs.
  const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const worker = new Worker(new URL(`./worker.${ending}`, import.meta.url), {
    name: `spillway-bench-${start.thread}`,
    workerData: start,
  });
  const pending = new Map<number, { resolve: (result: Results[Kind]) => void; reject: (error: Error) => void }>();
  let calls = 0;
  let ended: Error | undefined;

  function fail(error: Error): void {
    ended ??= error;
    for (const { reject } of pending.values()) reject(ended);
    pending.clear();
  }
  worker.on('message', (reply: Reply) => {
    const call = pending.get(reply.number);
    pending.delete(reply.number);
    if ('failure' in reply) call?.reject(new Error(reply.failure));
    else call?.resolve(reply.result);
  });
  worker.on('error', (error) => fail(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', (code) => fail(new Error(`a thread of the test has ended (${code})`)));

  return {
    async call<K extends Kind>(kind: K, input: Calls[K]) {
      if (ended !== undefined) throw ended;
      const number = ++calls;
      const result = new Promise<Results[Kind]>((resolve, reject) => pending.set(number, { resolve, reject }));
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      worker.postMessage({ number, kind, input });
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the reply to a call of kind K
      return (await result) as Results[K];
    },
    async terminate() {
      await worker.terminate();
    },
  };
}
