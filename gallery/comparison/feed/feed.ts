import { setTimeout as delay } from 'node:timers/promises';
import { createWire, type Wire } from '../network/wire-counts.ts';
import { type FeedEvent, topic } from './feed-event.ts';
import { type FeedServer, newestNumber, openFeedServer } from './feed-server.ts';

/** A feed of simulated orders, and its server, which can be cut off and started again while the feed goes on. */
export interface Feed extends AsyncDisposable {
  /** Another one only where somebody else has taken it during a restart. */
  readonly port: number;
  readonly wire: Wire;
  /** The number of the newest event that the hub has. */
  readonly newest: number;
  /** How many events there are in a second; it makes none while nobody looks. */
  readonly perSecond: number;
  setPerSecond(perSecond: number): void;
  /** Destroys the connections of a run. */
  cut(run: string): Incident;
  /** Ends hub and server without a goodbye, and opens them again on what is on disk. */
  restart(): Promise<Incident>;
}

export interface Incident {
  /** When it happened, in milliseconds since the Unix epoch. */
  readonly at: number;
  /** For how many milliseconds nobody answered. */
  readonly downMs: number;
}

const downMs = 2_000;
/** What waits for a server that is away: at most so many events. */
const mostWaiting = 1_000;

/** Opens it; it rests once nobody has asked for `idleMs` milliseconds. */
export async function openFeed(folder: string, idleMs = 30_000): Promise<Feed> {
  const wire = createWire();
  let server: FeedServer | undefined = await openFeedServer(folder, wire);
  let { port } = server;
  let newest = await newestNumber(server.hub);
  let made = newest;
  let waiting: FeedEvent[] = [];
  let isPublishing = false;
  let restarting: Promise<Incident> | undefined;
  let perSecond = 1;
  let timer = setInterval(tick, 1000 / perSecond);

  return {
    wire,
    get port() {
      return port;
    },
    get newest() {
      return newest;
    },
    get perSecond() {
      return perSecond;
    },
    setPerSecond(next) {
      perSecond = next;
      clearInterval(timer);
      timer = setInterval(tick, 1000 / next);
    },
    cut(run) {
      wire.cut(run);
      return { at: Date.now(), downMs: 0 };
    },
    restart() {
      restarting ??= restart().finally(() => (restarting = undefined));
      return restarting;
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await restarting;
      await server?.[Symbol.asyncDispose]();
    },
  };

  function tick(): void {
    if (!wire.isInUse(idleMs) || waiting.length >= mostWaiting) return;
    made += 1;
    const order = `A-${10_000 + made}`;
    waiting.push({ number: made, at: Date.now(), order, amount: 5 + (made % 90), currency: 'EUR' });
    void publish();
  }

  /** Publishes what waits, in order. An event that may have been published already is recognized by its id. */
  async function publish(): Promise<void> {
    if (isPublishing) return;
    isPublishing = true;
    try {
      for (let hub = server?.hub; hub && waiting.length > 0; hub = server?.hub) {
        const batch = [...waiting];
        await hub.publish(batch.map((event) => ({ topic, id: `${event.number}`, data: event })));
        waiting = waiting.slice(batch.length);
        newest = batch.at(-1)?.number ?? newest;
      }
    } catch {
      // The hub is closing: they wait for the next one.
    } finally {
      isPublishing = false;
    }
  }

  async function restart(): Promise<Incident> {
    const closing = server;
    server = undefined;
    const at = Date.now();
    await closing?.[Symbol.asyncDispose]();
    await delay(downMs);
    server = await openFeedServer(folder, wire);
    ({ port } = server);
    void publish();
    return { at, downMs: Date.now() - at };
  }
}
