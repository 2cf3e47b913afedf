import { percentile } from '../percentile.ts';
import { newRun } from '../network/run.ts';
import type { WireCounts } from '../network/wire-counts.ts';
import { openPostTrips } from './over-post.ts';
import { openWebSocketTrips } from './over-web-socket.ts';
import type { Trips } from './trips.ts';

/** The two ways, by the path at the server that their bytes are counted for. */
export const tripWays = ['web-socket', 'events'] as const;

export type TripWay = (typeof tripWays)[number];

/** What the round trips of one way came to. */
export interface TripFigures {
  readonly trips: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly mean: number;
  /** Bytes on the wire for each round trip. */
  readonly up: number;
  readonly down: number;
  /** Bytes until the first could begin. */
  readonly opening: number;
}

/** What is sent: so many bytes of text, the same in both ways. */
export const textBytes = 32;

type Counts = Readonly<Record<string, WireCounts>>;

/**
 * Makes round trips, one after the other and the two ways by turns, so that whatever else the machine does meanwhile
 * meets both.
 */
export async function measureTrips(
  host: string,
  count: number,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (done: number) => void },
): Promise<Readonly<Record<TripWay, TripFigures>>> {
  const run = newRun();
  const opened: Trips[] = [];
  const times: Record<TripWay, number[]> = { 'web-socket': [], events: [] };
  try {
    const open = async (opening: Promise<Trips>) => {
      const trips = await opening;
      opened.push(trips);
      return trips;
    };
    const trips = {
      'web-socket': await open(openWebSocketTrips(host, run)),
      events: await open(openPostTrips(host, run)),
    };
    const before = await countsOf(run);
    for (let done = 1; done <= count; done++) {
      for (const way of tripWays) {
        signal.throwIfAborted();
        const begun = performance.now();
        await trips[way].trip(`${done}`.padEnd(textBytes, '.'));
        times[way].push(performance.now() - begun);
      }
      onProgress(done);
    }
    const after = await countsOf(run);
    return {
      'web-socket': figuresOf(times['web-socket'], before['web-socket'], after['web-socket']),
      events: figuresOf(times.events, before['events'], after['events']),
    };
  } finally {
    for (const trips of opened) trips.close();
  }
}

async function countsOf(run: string): Promise<Counts> {
  const answer = await fetch(`/api/comparison/round-trips?run=${run}`);
  return (await answer.json()) as Counts;
}

function figuresOf(times: readonly number[], before = nothing, after = nothing): TripFigures {
  const trips = times.length;
  return {
    trips,
    p50: percentile(times, 50) ?? 0,
    p99: percentile(times, 99) ?? 0,
    mean: times.reduce((sum, ms) => sum + ms, 0) / trips,
    up: (after.up - before.up) / trips,
    down: (after.down - before.down) / trips,
    opening: before.up + before.down,
  };
}

const nothing: WireCounts = { requests: 0, empty: 0, up: 0, down: 0 };
