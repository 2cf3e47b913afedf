// A thread of a load test: does what the main thread asks for.

import { parentPort, workerData } from 'node:worker_threads';
import type { Reply, Request, Results, ThreadStart } from './thread-protocol.ts';
import { ThreadShare } from './thread-share.ts';

if (parentPort === null) throw new Error('this file is a thread of spillway bench, not a program');
const port = parentPort;
const share = new ThreadShare(workerData as ThreadStart);

port.on('message', (request: Request) => void reply(request));

async function reply(request: Request): Promise<void> {
  const { number } = request;
  const message = await answer(request).then(
    (result): Reply => ({ number, result }),
    (error: unknown): Reply => ({
      number,
      failure: error instanceof Error ? (error.stack ?? error.message) : String(error),
    }),
  );
  port.postMessage(message);
  if (request.kind === 'end') port.close();
}

async function answer(request: Request): Promise<Results[Request['kind']]> {
  switch (request.kind) {
    case 'connect':
      return share.connect();
    case 'collect':
      return share.collect();
    case 'publish':
      return share.publish(request.input);
    case 'stop':
      return share.stop(request.input);
    case 'cut':
      return share.cut();
    case 'acknowledged':
      return share.acknowledged;
    case 'comeBack':
      return share.comeBack(request.input);
    case 'published':
      return share.published();
    case 'drain':
      return share.drain(request.input.published, request.input.untilMicros);
    case 'end':
      return share.end();
    default:
      return request satisfies never;
  }
}
