import type { Contender, FanoutCase, Target } from './fanout-case.ts';
import type { LoadPlan } from './load-plan.ts';
import { type PeerName, peers } from './peers/peers.ts';

const memory = peers['hub-memory'].title;
const sqlite = peers['hub-sqlite'].title;
const smallHeap = peers['hub-small-heap'].title;
const http2 = peers['hub-http2'].title;
const nchan = peers.nchan.title;

const everyKind = contenders(
  'nchan',
  'nchan-nagle',
  'hub-memory',
  'hub-sqlite',
  'embedded',
  'better-sse',
  'ws',
  'socket.io',
  'plain',
);

export const cases: readonly FanoutCase[] = [
  {
    name: 'saturation',
    title: '1,000 subscribers, one topic, as fast as it goes',
    shows:
      'How many deliveries a processor is good for. Four publishers send each its next event as soon as the last one was acknowledged; with the SQLite log, that is when it is on disk.',
    plan: { subscribers: 1000, publishers: 4 },
    contenders: everyKind,
    figures: ['deliveriesPerCpuSecond', 'deliveriesPerSecond', 'acknowledgedPerSecond', 'latencyP50', 'latencyP99'],
    targets: [
      { contender: memory, figure: 'deliveriesPerCpuSecond', atLeast: { times: 25, of: nchan } },
      { contender: memory, figure: 'latencyP99', atMost: { times: 1, of: nchan } },
      { contender: sqlite, figure: 'deliveriesPerCpuSecond', atLeast: { times: 15, of: nchan } },
      ...nothingLost(memory, sqlite),
    ],
  },
  {
    name: 'steady-50',
    title: '1,000 subscribers, 50 events/s',
    shows: 'A calm day: how late events are, and what a delivery costs, where nothing is under strain.',
    // Of 50 events a second, a p99 is made by the few that are latest: it takes many to find the same again.
    plan: { subscribers: 1000, rate: 50, durationSeconds: 15 },
    contenders: everyKind,
    figures: ['latencyP50', 'latencyP99', 'cpuPerDelivery', 'processorShare'],
    targets: [
      { contender: memory, figure: 'latencyP50', atMost: { times: 1, of: nchan } },
      { contender: memory, figure: 'latencyP99', atMost: { times: 1, of: nchan } },
      { contender: memory, figure: 'cpuPerDelivery', atMost: { times: 1, of: nchan } },
      ...nothingLost(memory, sqlite),
    ],
  },
  {
    name: 'steady-1000',
    title: '1,000 subscribers, 1,000 events/s',
    shows:
      'A million deliveries a second on one processor. nchan cannot keep up with that: it runs at 50 events/s here, for comparison.',
    plan: { subscribers: 1000, rate: 1000, publishers: 32 },
    contenders: [
      { name: `${nchan}, 50 events/s`, peer: 'nchan', plan: { rate: 50 } },
      ...contenders('hub-memory', 'hub-sqlite', 'embedded'),
    ],
    figures: ['deliveriesPerSecond', 'latencyP50', 'latencyP99', 'processorShare', 'cpuPerDelivery'],
    targets: [{ contender: memory, figure: 'latencyP99', atMost: 50 }, ...nothingLost(memory, sqlite)],
  },
  {
    name: 'idle-10000',
    title: '10,000 subscribers: connecting, idling, 10 events/s',
    shows: 'What it costs to let them in, to hold them, and to reach all of them ten times a second.',
    plan: { subscribers: 10_000, rate: 10, idleSeconds: 3 },
    contenders: contenders('nchan', 'hub-memory', 'hub-small-heap', 'hub-sqlite', 'better-sse', 'plain'),
    figures: ['bytesPerSubscriber', 'connectCpu', 'connectSeconds', 'latencyP50', 'latencyP99', 'cpuPerDelivery'],
    targets: [
      { contender: memory, figure: 'bytesPerSubscriber', atMost: { times: 1 / 3, of: nchan } },
      { contender: smallHeap, figure: 'bytesPerSubscriber', atMost: { times: 1 / 7, of: nchan }, isAim: true },
      { contender: memory, figure: 'connectCpu', atMost: { times: 3, of: nchan } },
      { contender: memory, figure: 'latencyP99', atMost: 150 },
      ...nothingLost(memory, sqlite),
    ],
  },
  {
    name: 'busy-10000',
    title: '10,000 subscribers, 50 events/s',
    shows: 'Half a million deliveries a second to very many: more than the others can do on one processor.',
    plan: { subscribers: 10_000, rate: 50 },
    contenders: contenders('hub-memory', 'hub-sqlite'),
    figures: ['deliveriesPerSecond', 'latencyP50', 'latencyP99', 'processorShare', 'cpuPerDelivery'],
    targets: [{ contender: memory, figure: 'latencyP99', atMost: 250 }, ...nothingLost(memory, sqlite)],
  },
  {
    name: 'topics-1000',
    title: '1,000 topics with one subscriber each, as fast as it goes',
    shows:
      'Publishing, not fan-out: every event is a request and a single delivery. Spillway also takes many events in a request (NDJSON), which the others cannot.',
    plan: { subscribers: 1000, topics: 1000, publishers: 64 },
    contenders: [
      ...contenders('nchan', 'hub-memory', 'hub-sqlite', 'better-sse', 'ws'),
      { name: `${memory}, 100 events a POST`, peer: 'hub-memory', plan: { batch: 100 } },
      { name: `${sqlite}, 100 events a POST`, peer: 'hub-sqlite', plan: { batch: 100 } },
    ],
    figures: ['acknowledgedPerSecond', 'acknowledgedPerCpuSecond', 'latencyP50', 'latencyP99', 'publishP99'],
    targets: [
      { contender: memory, figure: 'acknowledgedPerSecond', atLeast: { times: 1, of: nchan } },
      { contender: memory, figure: 'acknowledgedPerCpuSecond', atLeast: { times: 1, of: nchan } },
      { contender: `${memory}, 100 events a POST`, figure: 'acknowledgedPerSecond', atLeast: { times: 10, of: nchan } },
      ...nothingLost(memory, sqlite, `${memory}, 100 events a POST`, `${sqlite}, 100 events a POST`),
    ],
  },
  {
    name: 'storm',
    title: '10,000 subscribers come back at once, each 100 events behind',
    shows:
      'After a failure of the network everybody reconnects in the same moment. A hundred others stay, and 25 events/s go on: what the storm does to them. More than the others can do on one processor.',
    plan: { subscribers: 10_100, storm: 10_000, behind: 100, rate: 25, durationSeconds: 16, drainSeconds: 20 },
    contenders: contenders('hub-memory', 'hub-sqlite'),
    figures: ['stormSeconds', 'stormOthersP99', 'processorShare', 'memoryPeak'],
    targets: [memory, sqlite].flatMap((contender): Target[] => [
      { contender, figure: 'stormSeconds', atMost: 5 },
      { contender, figure: 'stormOthersP99', atMost: 100 },
      ...nothingLost(contender),
    ]),
  },
  {
    name: 'selections',
    title: '10,000 subscribers, each with a selection of its own, 10 events/s',
    shows:
      'Each subscriber reads the shared topic and one of its own, so no two share their bytes: what that costs beside 10,000 who select the same.',
    plan: { subscribers: 10_000, rate: 10, idleSeconds: 3 },
    contenders: [
      { name: 'one selection', peer: 'hub-memory' },
      { name: '10,000 selections', peer: 'hub-memory', plan: { ownTopics: true } },
    ],
    figures: ['cpuPerDelivery', 'bytesPerSubscriber', 'latencyP50', 'latencyP99'],
    targets: [
      { contender: '10,000 selections', figure: 'cpuPerDelivery', atMost: { times: 1.3, of: 'one selection' } },
      { contender: '10,000 selections', figure: 'bytesPerSubscriber', atMost: { more: 1000, than: 'one selection' } },
      ...nothingLost('one selection', '10,000 selections'),
    ],
  },
  {
    name: 'stalled',
    title: '1,000 subscribers, a tenth of them stalled, 200 events/s of 1 kB',
    shows:
      'Whether those who stop reading harm the others, or take more and more memory. Latency is that of the others.',
    plan: { subscribers: 1000, rate: 200, dataBytes: 1000, drainSeconds: 20 },
    contenders: [
      { name: 'nobody stalled', peer: 'hub-memory' },
      { name: '100 stalled', peer: 'hub-memory', plan: { stalled: 100 } },
      { name: '100 stalled, SQLite log', peer: 'hub-sqlite', plan: { stalled: 100 } },
    ],
    figures: ['latencyP50', 'latencyP99', 'memoryPeak', 'processorShare'],
    targets: [
      { contender: '100 stalled', figure: 'latencyP99', atMost: { times: 1.2, of: 'nobody stalled' } },
      ...nothingLost('nobody stalled', '100 stalled', '100 stalled, SQLite log'),
    ],
  },
  {
    name: 'held-19000',
    title: '19,000 subscribers over HTTP/1.1, an event a second',
    shows:
      'As many as fit into the 20,000 descriptors of a process: whether they are held, and how soon an event has reached the last of them.',
    plan: { subscribers: 19_000, rate: 1, idleSeconds: 3 },
    contenders: contenders('nchan', 'hub-memory'),
    figures: ['latencyMax', 'latencyP50', 'bytesPerSubscriber', 'connectSeconds', 'memoryPeak'],
    targets: [{ contender: memory, figure: 'latencyMax', atMost: 500 }, ...nothingLost(memory)],
  },
  {
    name: 'held-100000',
    title: '100,000 subscribers over HTTP/2 and TLS',
    shows:
      'A thousand connections with a hundred streams each: whether they are held, what a stream takes, and how soon an event has reached the last of them.',
    plan: {
      subscribers: 100_000,
      connections: 1000,
      rate: 0.25,
      idleSeconds: 3,
      durationSeconds: 12,
      drainSeconds: 20,
    },
    contenders: contenders('hub-http2'),
    figures: ['latencyMax', 'latencyP50', 'bytesPerSubscriber', 'connectSeconds', 'memoryPeak'],
    targets: [{ contender: http2, figure: 'latencyMax', atMost: 3000 }, ...nothingLost(http2)],
  },
  {
    name: 'saturation-http2',
    title: '1,000 subscribers over HTTP/2 and TLS, as fast as it goes',
    shows: 'How many deliveries a processor is good for where ten connections carry a hundred encrypted streams each.',
    plan: { subscribers: 1000, connections: 10, publishers: 4 },
    contenders: contenders('plain-http2', 'hub-http2'),
    figures: ['deliveriesPerCpuSecond', 'deliveriesPerSecond', 'latencyP50', 'latencyP99'],
    targets: [
      { contender: http2, figure: 'deliveriesPerCpuSecond', atLeast: { times: 5, of: peers['plain-http2'].title } },
      ...nothingLost(http2),
    ],
  },
];

function contenders(...names: readonly PeerName[]): Contender[] {
  return names.map((peer) => ({ name: peers[peer].title, peer }));
}

function nothingLost(...names: readonly string[]): Target[] {
  return names.map((contender) => ({ contender, figure: 'faults', atMost: 0 }));
}

/** How long is measured; a case may ask for more. Those that show memory per subscriber let it settle for longer. */
export function withDurations(plan: LoadPlan, isQuick: boolean): LoadPlan {
  const durations = isQuick ? { warmupSeconds: 1, durationSeconds: 3 } : { warmupSeconds: 2, durationSeconds: 5 };
  return { idleSeconds: 0.5, ...durations, ...plan };
}
