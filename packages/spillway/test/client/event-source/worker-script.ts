// A dedicated, shared or service worker that runs cases: it is sent what to run, and answers with what they saw.
import { runCases } from './run-cases.ts';
import type { CasesToRun } from './run-cases.ts';

interface Port {
  postMessage(message: unknown): void;
}

type AskedEvent = MessageEvent<CasesToRun> & { waitUntil?(done: Promise<void>): void };

async function answer(asked: CasesToRun, port: Port): Promise<void> {
  port.postMessage(await runCases(asked));
}

addEventListener('connect', (event) => {
  const [port] = (event as MessageEvent).ports;
  if (port !== undefined) port.addEventListener('message', ({ data }: MessageEvent<CasesToRun>) => answer(data, port));
  port?.start();
});

addEventListener('message', (event: AskedEvent) => {
  // A service worker is sent a port to answer to, and is stopped soon unless it says that it has something to do.
  const done = answer(event.data, event.ports[0] ?? globalThis);
  event.waitUntil?.(done);
});
