import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFailed, onTestFinished, test } from 'vitest';
import { differenceOf, problemsOf, topicsByData } from './crash-rounds-verdict.ts';
import { type Follower, followPages, followStream } from './support/follower.ts';
import { freePort } from './support/free-port.ts';
import { type HubProcess, spawnSpillway, startHubProcess } from './support/hub-process.ts';
import { type Outcome, publishAndRecord } from './support/recorded-publisher.ts';
import { type SeededRandom, seededRandom } from './support/seeded-random.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

// CRASH_ROUNDS_SEED repeats the choices of a run that failed; when a kill falls still depends on the clock.
const rounds = Number(process.env['CRASH_ROUNDS'] ?? 50);
const seed = Number(process.env['CRASH_ROUNDS_SEED'] ?? Date.now() % 2 ** 32);

const publishers = 8;
const topics = ['orders/1', 'orders/2', 'orders/2/lines', 'stock/1', 'stock/2', 'prices'] as const;

/** What each subscriber asks for, what that means, and whether it drops connections by itself. */
const subscribers: readonly SubscriberPlan[] = [
  { topics: ['*'], selects: () => true },
  { topics: ['*'], selects: () => true, drops: true },
  { topics: ['orders/*'], selects: (topic) => topic.startsWith('orders/') },
  { topics: ['orders/:id', 'prices'], selects: (topic) => /^orders\/\d$|^prices$/.test(topic), drops: true },
  { topics: ['orders/:id/lines'], selects: (topic) => topic === 'orders/2/lines' },
  { topics: ['stock/1'], selects: (topic) => topic === 'stock/1', drops: true },
  { topics: ['stock/1', 'stock/2'], selects: (topic) => topic.startsWith('stock/'), pages: true },
];

interface SubscriberPlan {
  readonly topics: readonly string[];
  readonly selects: (topic: string) => boolean;
  readonly drops?: boolean;
  readonly pages?: boolean;
}

/** When a hub is killed. */
type KillMoment =
  | { readonly at: 'start'; readonly ms: number }
  | { readonly at: 'time'; readonly ms: number }
  | { readonly at: 'acknowledgement'; readonly count: number }
  | { readonly at: 'sending'; readonly count: number; readonly microseconds: number };

test(
  `every acknowledged event arrives exactly once and in order, and none that was refused, through ${rounds} SIGKILLs`,
  { timeout: 60_000 + rounds * 12_000 },
  async () => {
    onTestFailed(() => console.log(`to repeat: CRASH_ROUNDS_SEED=${seed}`));
    const random = seededRandom(seed);
    const serve = await serveArguments();
    const hubUrl = `http://127.0.0.1:${serve.port}`;
    const traffic = new Traffic();
    let stopped = false;

    const followers = subscribers.map((plan) => follow(hubUrl, plan, random.fork()));
    onTestFinished(() => followers.forEach((follower) => follower.stop()));
    const abandon = new AbortController();
    onTestFinished(() => abandon.abort());
    const recorded = Array.from({ length: publishers }, (_, index) =>
      publishAndRecord(hubUrl, {
        name: `publisher ${index}`,
        random: random.fork(),
        topics,
        isStopped: () => stopped,
        abandoned: abandon.signal,
        onSent: () => traffic.sent(),
        onAcknowledged: () => traffic.acknowledged(),
      }),
    );

    for (let round = 1; round <= rounds; round++) {
      expect(await runUntilKilled(serve.args, momentOf(random), traffic)).toBe('');
      if (round % 10 === 0) console.log(`crash round ${round} of ${rounds}: ${followers[0]?.events.length} events`);
    }

    const hub = await startHubProcess(serve.args);
    onTestFinished(async () => void (await hub.kill()));
    stopped = true;
    const records = (await Promise.all(recorded)).flat();
    const late = followStream(hubUrl, { topics: ['*'], retryMs: () => 10 });
    onTestFinished(() => late.stop());
    const end = { topic: topics, data: 'the end' };
    await fetch(`${hubUrl}/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(end),
    });
    await Promise.all([...followers, late].map((follower) => follower.received(end.data)));
    records.push({ name: 'the end', events: [end], isValid: true, outcome: { kind: 'acknowledged', ids: undefined } });

    for (const follower of [...followers, late]) {
      expect(follower.faults).toEqual([]);
      expect(follower.events.filter(({ event }) => event !== undefined)).toEqual([]);
    }
    const log = late.events;
    expect(problemsOf(records, log)).toEqual([]);
    const topicsOf = topicsByData(records);
    for (const [index, { selects, topics: patterns }] of subscribers.entries()) {
      const selected = log.filter(({ data }) => topicsOf.get(data)?.some(selects));
      const received = followers[index]?.events ?? [];
      expect(differenceOf(received, selected), `what the subscriber of ${patterns.join(' and ')} received`).toBe(
        'none',
      );
    }

    const count = (kind: Outcome['kind']): number => records.filter(({ outcome }) => outcome.kind === kind).length;
    console.log(
      `${log.length} events; of ${records.length} publishes ${count('acknowledged')} acknowledged, ` +
        `${count('refused')} refused, ${count('unknown')} unknown; ` +
        `${followers.reduce((sum, { connections }) => sum + connections, 0)} connections of ${followers.length} subscribers`,
    );
    // The rounds are worth nothing unless they hit something.
    for (const kind of ['acknowledged', 'refused', 'unknown'] as const) expect(count(kind)).toBeGreaterThan(0);
    expect(await hub.kill('SIGTERM')).toEqual({ code: 0, signal: null });
  },
);

async function serveArguments(): Promise<{ readonly port: number; readonly args: readonly string[] }> {
  const folder = await temporaryFolder();
  const port = await freePort();
  // A small window in memory and short tapes, so that resumes also read the log on disk.
  const small = ['--recent-events', '200', '--tape-bytes', '65536'];
  return { port, args: ['--port', `${port}`, '--log', `sqlite:${join(folder, 'events.db')}`, ...small] };
}

function follow(hubUrl: string, plan: SubscriberPlan, random: SeededRandom): Follower {
  const options = { topics: plan.topics, retryMs: () => 5 + random.below(40) };
  if (plan.pages) return followPages(hubUrl, options);
  if (!plan.drops) return followStream(hubUrl, options);
  return followStream(hubUrl, { ...options, eventsPerConnection: () => 1 + random.below(random.pick([3, 300])) });
}

function momentOf(random: SeededRandom): KillMoment {
  const count = 1 + random.below(random.pick([10, 300]));
  return random.pick<KillMoment>([
    { at: 'start', ms: random.below(500) },
    ...twice<KillMoment>({ at: 'time', ms: random.below(200) }),
    ...twice<KillMoment>({ at: 'acknowledgement', count }),
    ...twice<KillMoment>({ at: 'sending', count, microseconds: random.below(3000) }),
  ]);
}

function twice<T>(value: T): [T, T] {
  return [value, value];
}

/** Runs the hub until it is killed; resolves with what it complained of. */
async function runUntilKilled(args: readonly string[], moment: KillMoment, traffic: Traffic): Promise<string> {
  if (moment.at === 'start') {
    const starting = spawnSpillway(['serve', ...args]);
    await delay(moment.ms);
    await starting.kill();
    return starting.output.stderr;
  }
  const hub = await startHubProcess(args);
  await killAt(hub, moment, traffic);
  await hub.exited;
  return hub.output.stderr;
}

async function killAt(hub: HubProcess, moment: Exclude<KillMoment, { at: 'start' }>, traffic: Traffic): Promise<void> {
  switch (moment.at) {
    case 'time':
      await delay(moment.ms);
      await hub.kill();
      break;
    case 'acknowledgement':
      await traffic.nextAcknowledgement(moment.count, () => void hub.kill());
      break;
    case 'sending':
      await traffic.nextSending(moment.count, () => {
        busyFor(moment.microseconds);
        void hub.kill();
      });
      break;
    default:
      moment satisfies never;
  }
}

/** No timer is as exact: the kill is to fall within the commit of what was just sent. */
function busyFor(microseconds: number): void {
  const until = performance.now() + microseconds / 1000;
  while (performance.now() < until);
}

/** Counts what publishers do, and calls back within the very turn in which a count is reached. */
class Traffic {
  readonly #acknowledgements: Countdown[] = [];
  readonly #sendings: Countdown[] = [];

  sent(): void {
    countDown(this.#sendings);
  }

  acknowledged(): void {
    countDown(this.#acknowledgements);
  }

  nextSending(count: number, reached: () => void): Promise<void> {
    return new Promise((resolve) => this.#sendings.push({ left: count, reached: () => resolve(reached()) }));
  }

  nextAcknowledgement(count: number, reached: () => void): Promise<void> {
    return new Promise((resolve) => this.#acknowledgements.push({ left: count, reached: () => resolve(reached()) }));
  }
}

interface Countdown {
  left: number;
  readonly reached: () => void;
}

function countDown(countdowns: Countdown[]): void {
  const [first] = countdowns;
  if (first === undefined || --first.left > 0) return;
  countdowns.shift();
  first.reached();
}
