import { SpillwayError } from '../error.ts';
import type { Offset } from '../event.ts';
import type { EventLog } from '../log/event-log.ts';
import { offsetOfCursor, reasonOfUnknown } from './cursor.ts';
import type { Gap } from './gap.ts';
import type { SubscribeRequest } from './hub.ts';
import type { LogReader } from './log-reader.ts';
import type { CompiledSelection } from './selection.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';

/** Where a stream begins in the log. */
export interface Place {
  /** Events that follow this offset are delivered. */
  readonly after: Offset;
  /** What the subscriber must be told first, if its cursor names no place that the log holds. */
  readonly gap?: Gap;
  /** What of the log is left out, for `since=latest`. */
  readonly snapshot?: Snapshot;
}

/** The place that a request names, where that is known without asking the log, as nearly always. */
export function placeAtOnce(request: SubscribeRequest, epoch: string, head: Offset): Place | undefined {
  if (!request.cursor) return (request.since ?? 'now') === 'now' ? { after: head } : undefined;
  const offset = offsetOfCursor(request.cursor, epoch);
  return offset !== undefined && offset <= head ? { after: offset } : undefined;
}

export interface PlaceFinder {
  readonly log: EventLog;
  readonly reader: LogReader;
  readonly head: Offset;
}

export async function findPlace(
  request: SubscribeRequest,
  selection: CompiledSelection,
  { log, reader, head }: PlaceFinder,
): Promise<Place> {
  if (request.cursor) return placeOfCursor(request.cursor, log);
  switch (request.since ?? 'now') {
    case 'now':
      return { after: head };
    case 'earliest':
      return { after: (await log.bounds()).first - 1 };
    case 'latest': {
      const snapshot = await takeSnapshot(selection, head, (after) => reader.read(after, true));
      return { after: snapshot.after, snapshot };
    }
    default:
      throw new SpillwayError('invalid-since', `since must be now, earliest or latest, not ${String(request.since)}`);
  }
}

async function placeOfCursor(cursor: string, log: EventLog): Promise<Place> {
  const offset = offsetOfCursor(cursor, log.epoch);
  const found = offset === undefined ? await log.find(cursor) : offset;
  // The bounds are asked for last: what `find` no longer knew lies before them.
  const { first, last } = await log.bounds();
  if (found !== undefined && found <= last) return { after: found };
  const reason = offset === undefined ? reasonOfUnknown(cursor) : 'unknown';
  return { after: first - 1, gap: { reason, after: cursor } };
}
