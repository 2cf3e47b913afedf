import type { ServerState } from '../server-state.ts';
import type { Records } from './measurement.ts';
import { type Way, ways } from './ways.ts';

/** What the chart shows: a point in each second, of the newest three minutes. */
export interface History {
  /** Seconds since the Unix epoch. */
  readonly times: readonly number[];
  /** The staleness of the latest that came, at its worst, in milliseconds. */
  readonly staleness: Readonly<Record<Way, readonly (number | null)[]>>;
  /** Bytes so far, up and down. */
  readonly bytes: Readonly<Record<Way, readonly (number | null)[]>>;
}

const kept = 180;
const none = { polling: [], 'long-polling': [], 'web-socket': [], events: [] };

export const emptyHistory: History = { times: [], staleness: none, bytes: none };

/** Adds a point. Where nothing came since the last one its value stands. */
export function withPoint(
  { times, staleness, bytes }: History,
  now: number,
  records: Records,
  wire: ServerState['wire'],
): History {
  return {
    times: append(times, now / 1000),
    staleness: each((way) => append(staleness[way], records[way].worstSince() ?? staleness[way].at(-1) ?? null)),
    bytes: each((way) => append(bytes[way], (wire[way]?.up ?? 0) + (wire[way]?.down ?? 0))),
  };
}

function append<Value>(values: readonly Value[], value: Value): readonly Value[] {
  return [...values.slice(1 - kept), value];
}

function each<Value>(valueOf: (way: Way) => Value): Record<Way, Value> {
  return Object.fromEntries(ways.map((way) => [way, valueOf(way)])) as Record<Way, Value>;
}
