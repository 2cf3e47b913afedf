// One EventSource with 1,000 connections of 1,000 events each. Prints what the heap held before, and what after.
import { EventEmitter, once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { getHeapSpaceStatistics } from 'node:v8';
import { EventSource } from '../../../src/client/event-source.ts';

const eventsPerConnection = 1000;
const connections = 1000;
/** So much that whatever is filled once is full: buffers, and what the engine keeps of compiled code. */
const warmUpConnections = 200;

/** Requests are answered while so many connections are left; until then they wait. */
let left = 0;
const gate = new EventEmitter();
let requests = 0;
let published = 0;
let wrongIds = 0;
let heard = 0;

/** Every second connection is ended by the server, the others break off. */
async function answer(_: unknown, init?: RequestInit): Promise<Response> {
  if (left === 0) await once(gate, 'open');
  requests += 1;
  if ((new Headers(init?.headers).get('Last-Event-ID') ?? '0') !== String(published)) wrongIds += 1;
  const last = published + eventsPerConnection;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode('retry: 0\n\n')),
    pull(controller) {
      if (published < last) controller.enqueue(new TextEncoder().encode(hundredEvents()));
      else if (requests % 2 === 0) controller.close();
      else controller.error(new TypeError('connection reset'));
    },
  });
  return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
}

function hundredEvents(): string {
  let text = '';
  for (let n = 0; n < 100; n++) text += `event: n\nid: ${++published}\ndata: {"n":${published},"text":"some data"}\n\n`;
  return text;
}

const source = new EventSource('http://hub.test/events', { fetch: answer });
source.addEventListener('n', () => (heard += 1));

source.addEventListener('error', () => {
  left -= 1;
  if (left === 0) gate.emit('closed');
});

/** Lets so many connections come and end. */
async function connect(count: number): Promise<void> {
  left = count;
  gate.emit('open');
  await once(gate, 'closed');
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

await connect(warmUpConnections);
const had = { heard, requests };
const before = await heapBytes();
await connect(connections);
const traffic = { heard: heard - had.heard, requests: requests - had.requests, wrongIds };
const after = await heapBytes();
source.close();
console.log(JSON.stringify({ ...traffic, before, after }));
