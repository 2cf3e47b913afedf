import { percentile } from '../percentile.ts';
import type { FeedEvent } from './feed-event.ts';

/** What one way has brought to the page since the measurement began. */
export interface Summary {
  /** Different events. */
  readonly received: number;
  /** The number of the newest; 0 before the first. */
  readonly newest: number;
  /** Holes in the numbers, between the first and the newest that came. */
  readonly missed: number;
  /** Events that came again. */
  readonly doubled: number;
  /** From when an event happened to its arrival, in milliseconds; of the newest 1,000. */
  readonly p50?: number | undefined;
  readonly p99?: number | undefined;
  /** What followed the newest incident of each kind. */
  readonly after: { readonly [Kind in IncidentKind]?: Aftermath };
}

export type IncidentKind = 'cut' | 'restart';

export interface Aftermath {
  readonly missed: number;
  readonly doubled: number;
  /** Until the first event that happened after the incident was there; undefined while it is not. */
  readonly liveAgainMs: number | undefined;
}

/** What arrives in one way: it is counted by the events' own numbers. */
export interface FeedRecord {
  take(event: FeedEvent, now: number): void;
  /** Another incident is about to happen: what is missed and doubled from now on is its doing. */
  expect(kind: IncidentKind): void;
  /** The incident happened at this time. */
  happened(kind: IncidentKind, at: number): void;
  summary(): Summary;
  /** How long the events took that came since this was asked last; undefined where none came. */
  worstSince(): number | undefined;
  /** When the newest arrival came, in milliseconds since the Unix epoch; -Infinity before the first. */
  lastAt(): number;
}

const kept = 1_000;
/** An event that comes again comes soon, or not at all. */
const remembered = 20_000;

export function createRecord(): FeedRecord {
  const seen = new Set<number>();
  const arrivals: { readonly at: number; readonly tookMs: number }[] = [];
  const incidents: Incident[] = [];
  let first = 0;
  let newest = 0;
  let received = 0;
  let doubled = 0;
  let worst: number | undefined;
  let lastAt = -Infinity;
  const missed = () => (first === 0 ? 0 : newest - first + 1 - received);

  return {
    take({ number, at }, now) {
      if (seen.has(number)) {
        doubled += 1;
        return;
      }
      seen.add(number);
      seen.delete(number - remembered);
      received += 1;
      lastAt = now;
      first ||= number;
      newest = Math.max(newest, number);
      const tookMs = Math.max(0, now - at);
      worst = Math.max(worst ?? 0, tookMs);
      arrivals.push({ at, tookMs });
      if (arrivals.length > kept) arrivals.shift();
    },
    expect(kind) {
      incidents.push({ kind, missed: missed(), doubled });
    },
    happened(kind, at) {
      const incident = incidents.findLast((each) => each.kind === kind);
      if (incident) incident.at = at;
    },
    summary() {
      const times = arrivals.map(({ tookMs }) => tookMs);
      const after: { [Kind in IncidentKind]?: Aftermath } = {};
      for (const [index, incident] of incidents.entries()) {
        const { at } = incident;
        if (at === undefined) continue;
        const next = incidents[index + 1] ?? { missed: missed(), doubled };
        const back = arrivals.find((arrival) => arrival.at >= at);
        incident.liveAgainMs ??= back && back.at + back.tookMs - at;
        after[incident.kind] = {
          missed: next.missed - incident.missed,
          doubled: next.doubled - incident.doubled,
          liveAgainMs: incident.liveAgainMs,
        };
      }
      return {
        received,
        newest,
        missed: missed(),
        doubled,
        p50: percentile(times, 50),
        p99: percentile(times, 99),
        after,
      };
    },
    worstSince() {
      const since = worst;
      worst = undefined;
      return since;
    },
    lastAt: () => lastAt,
  };
}

interface Incident {
  readonly kind: IncidentKind;
  /** As they stood before it. */
  readonly missed: number;
  readonly doubled: number;
  at?: number;
  liveAgainMs?: number | undefined;
}
