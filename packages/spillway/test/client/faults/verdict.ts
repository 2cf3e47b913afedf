import type { PublishedEvent, SeenItem } from './seen.ts';

/**
 * Holds what a subscriber saw against what was published: every event exactly once, in order and as it was, or a word on
 * why not: a gap in the place of what is missing, or an end that says why it came.
 *
 * @param published all events that the subscriber selects, in the order of the log
 * @param after the cursor that it began with, if it had one
 */
export function verdictOn(published: readonly PublishedEvent[], seen: readonly SeenItem[], after = ''): Verdict {
  const places = new Map(published.map(({ id }, place) => [id, place]));
  const problems: string[] = [];
  const gaps: string[] = [];
  const waits: string[] = [];
  const transports = new Set<string>();
  const delivered = new Set<string>();
  let place = places.get(after) ?? -1;
  let cursor = after;
  let isGapTold = false;
  let end: string | undefined;

  for (const item of seen) {
    if (end !== undefined) problems.push(`came after the end: ${JSON.stringify(item)}`);
    if ('event' in item) {
      take(item.event);
    } else if ('gap' in item) {
      const { reason, after: told } = item.gap;
      // A word on what is missing is precise only if it is said where it is missing.
      if (told !== cursor) problems.push(`a gap after ${told} was told after ${cursor}`);
      gaps.push(reason);
      cursor = item.lastEventId;
      isGapTold = true;
    } else if (item.phase === 'waiting') {
      waits.push(nameOf(item));
    } else if (item.phase === 'open') {
      transports.add(item.transport);
    } else if (item.phase === 'closed') {
      end = item.code === undefined ? 'the server ended it' : nameOf(item);
    }
  }
  const missing = published.length - 1 - place;
  if (missing > 0 && end === undefined) problems.push(`${missing} are missing at the end, and nobody says why`);
  return { problems, gaps, waits, transports: [...transports], end };

  function take(event: PublishedEvent): void {
    const found = places.get(event.id);
    const expected = published[found ?? -1];
    if (found === undefined || expected === undefined) {
      problems.push(`nobody published ${JSON.stringify(event)}`);
      return;
    }
    if (contentOf(event) !== contentOf(expected)) {
      problems.push(`${event.id} is not what was published: ${contentOf(event)} for ${contentOf(expected)}`);
    }
    if (delivered.has(event.id)) {
      problems.push(`${event.id} came twice`);
      return;
    }
    delivered.add(event.id);
    cursor = event.id;
    if (found < place) problems.push(`${event.id} came too late`);
    if (found > place + 1 && !isGapTold) {
      const lost = published.slice(place + 1, found).map(({ id }) => id);
      problems.push(`lost before ${event.id}: ${lost.join(' ')}`);
    }
    place = Math.max(place, found);
    isGapTold = false;
  }
}

export interface Verdict {
  /** Everything that contradicts the promise: nothing, if it was kept. */
  readonly problems: readonly string[];
  /** The reasons of the gaps that were told. */
  readonly gaps: readonly string[];
  /** Why it waited before it connected again, each time: an error's code, and the status where there was an answer. */
  readonly waits: readonly string[];
  /** How events came. */
  readonly transports: readonly string[];
  /** Why it closed before all was seen, in the same form; undefined if it did not. */
  readonly end: string | undefined;
}

function contentOf({ type, data, topics }: PublishedEvent): string {
  return JSON.stringify([type, data, topics]);
}

function nameOf({
  code,
  status,
}: {
  readonly code?: string | undefined;
  readonly status?: number | undefined;
}): string {
  return status === undefined ? String(code) : `${code} (${status})`;
}
