import type { Offset } from '../event.ts';
import type { FramedPage } from './log-reader.ts';
import type { CompiledSelection } from './selection.ts';

/** Which events make up the newest of each (topic, key) at one moment. */
export interface Snapshot {
  /** The moment: the head of the log when the snapshot was taken. */
  readonly through: Offset;
  /** Where reading it begins. */
  readonly after: Offset;
  leavesOut(offset: Offset): boolean;
  /** Whether one of its events lies after `after` and before `before`. */
  hasBetween(after: Offset, before: Offset): boolean;
}

/**
 * Finds the newest event of each (topic, key) that a selection matches, up to and with `through`. Costs one number for
 * each pair, and reads by the number of pairs where the log can (`LatestReader`), else through the whole log.
 */
export async function takeSnapshot(
  selection: CompiledSelection,
  through: Offset,
  read: (after: Offset) => Promise<FramedPage>,
): Promise<Snapshot> {
  const newest = new Map<string, Offset>();
  for (let after = 0; after < through;) {
    const page = await read(after);
    for (const { event } of page.events) {
      if (event.offset > through) break;
      for (const topic of selection.visible(event.topics)) newest.set(JSON.stringify([topic, event.key]), event.offset);
    }
    after = Math.max(page.through, after + 1);
  }
  const offsets = new Set(newest.values());
  const first = offsets.size === 0 ? through + 1 : [...offsets].reduce((least, offset) => Math.min(least, offset));
  return {
    through,
    after: first - 1,
    leavesOut: (offset) => offset <= through && !offsets.has(offset),
    hasBetween: (after, before) => [...offsets].some((offset) => offset > after && offset < before),
  };
}
