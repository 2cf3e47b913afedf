import type { ServerState } from '../server-state.ts';
import type { Records } from './measurement.ts';
import { type Way, ways } from './ways.ts';

/** What the chart shows: a point in each second, of the newest three minutes. */
export interface History {
  /** Seconds since the Unix epoch. */
  readonly times: readonly number[];
  /** The worst staleness of the newest arrivals, in milliseconds; null once a way has been silent for too long. */
  readonly staleness: Readonly<Record<Way, readonly (number | null)[]>>;
  /** Bytes so far, up and down. */
  readonly bytes: Readonly<Record<Way, readonly (number | null)[]>>;
}

const kept = 180;
const none = { polling: [], 'long-polling': [], 'web-socket': [], events: [] };

export const emptyHistory: History = { times: [], staleness: none, bytes: none };

/**
 * Adds a point. A way that brought nothing since the last point keeps its value for `silenceMs`; after that, its line is
 * interrupted.
 */
export function withPoint(
  { times, staleness, bytes }: History,
  now: number,
  records: Readonly<Record<Way, Pick<Records[Way], 'worstSince' | 'lastAt'>>>,
  wire: ServerState['wire'],
  silenceMs: (way: Way) => number,
): History {
  const standing = (way: Way) =>
    now - records[way].lastAt() <= silenceMs(way) ? (staleness[way].at(-1) ?? null) : null;
  return {
    times: append(times, now / 1000),
    staleness: each((way) => append(staleness[way], records[way].worstSince() ?? standing(way))),
    bytes: each((way) => append(bytes[way], (wire[way]?.up ?? 0) + (wire[way]?.down ?? 0))),
  };
}

function append<Value>(values: readonly Value[], value: Value): readonly Value[] {
  return [...values.slice(1 - kept), value];
}

function each<Value>(valueOf: (way: Way) => Value): Record<Way, Value> {
  return Object.fromEntries(ways.map((way) => [way, valueOf(way)])) as Record<Way, Value>;
}
