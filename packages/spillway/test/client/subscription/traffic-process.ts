// An hour of simulated traffic: 1,000 connections of 1,000 events each. Prints what the heap held before, and what after.
import { setImmediate as turn } from 'node:timers/promises';
import { getHeapSpaceStatistics } from 'node:v8';
import { openConnection } from '../../../src/client/connection.ts';
import type { Environment } from '../../../src/client/environment.ts';
import { asText } from '../../../src/client/event-reader.ts';
import { openSubscription } from '../../../src/client/open-subscription.ts';
import { SimulatedClock } from '../../support/simulated-clock.ts';

const eventsPerConnection = 1000;
const connections = 1000;
/** So much that whatever is filled once is full: remembered ids, buffers, and what the engine keeps of compiled code. */
const warmUpConnections = 200;
const hourMs = 3_600_000;

const clock = new SimulatedClock();
let stream: ReadableStreamDefaultController<Uint8Array> | undefined;
let requests = 0;

const environment: Environment = {
  async fetch(_, init) {
    requests += 1;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        stream = controller;
        controller.enqueue(new TextEncoder().encode(': heartbeat 15000\nretry: 1000\n\n'));
      },
    });
    // As fetch does it: aborting breaks the body.
    init?.signal?.addEventListener('abort', () => stream?.error(init.signal?.reason), { once: true });
    return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
  },
  now: () => clock.now(),
  after: (delayMs, task) => clock.after(delayMs, task),
  random: Math.random,
  followPage: () => () => {},
};

let listened = 0;
let iterated = 0;
let published = 0;
const url = 'http://hub.test/events';
// Each connection is healthy, so that the waits between them stay short.
const options = {
  retry: { healthyMs: 1000 },
  topics: ['a', 'b'],
  buffer: { policy: 'drop-oldest' },
  events: { n: JSON.parse, text: asText },
} as const;
const subscription = openSubscription(url, options, openConnection, environment);
subscription.on('n', () => (listened += 1));
void (async () => {
  for await (const event of subscription) iterated += event.type === 'n' ? 1 : 0;
})();

let dropAtMs = clock.now();

/** One connection: what the server writes, how time passes, and its end. */
async function connection(): Promise<void> {
  while (subscription.state.phase !== 'open') await clock.advance(100);
  for (let written = 0; written < eventsPerConnection; written += 100) {
    let text = '';
    for (let n = 0; n < 100; n++) {
      published += 1;
      text += `event: n\nid: e1-${published}\ntopic: a\ndata: {"n":${published},"text":"some data"}\n\n`;
    }
    stream?.enqueue(new TextEncoder().encode(text));
    await clock.settle();
  }
  dropAtMs += hourMs / connections;
  await clock.advance(dropAtMs - clock.now());
  stream?.error(new TypeError('connection reset'));
  await clock.settle();
}

/** What the program holds; not the code that the engine makes of it, which grows as it gets faster. */
async function heapBytes(): Promise<number> {
  for (let n = 0; n < 3; n++) {
    await turn();
    globalThis.gc?.();
  }
  const spaces = getHeapSpaceStatistics().filter(({ space_name: name }) => /^(old|new|large_object)_space$/.test(name));
  return spaces.reduce((bytes, { space_used_size: used }) => bytes + used, 0);
}

for (let n = 0; n < warmUpConnections; n++) await connection();
const startedAtMs = clock.now();
const before = await heapBytes();
const had = { listened, iterated, requests };
for (let n = 0; n < connections; n++) await connection();
const after = await heapBytes();

console.log(
  JSON.stringify({
    listened: listened - had.listened,
    iterated: iterated - had.iterated,
    requests: requests - had.requests,
    passedMs: clock.now() - startedAtMs,
    before,
    after,
  }),
);
process.exit();
