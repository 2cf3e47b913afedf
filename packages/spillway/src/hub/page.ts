import type { Offset } from '../event.ts';
import type { Clock } from './clock.ts';
import type { Connection } from './connection.ts';
import { formatCursor } from './cursor.ts';
import type { Gap } from './gap.ts';
import type { EventPage, PageEvent, PageRequest } from './hub.ts';
import type { FramedPage } from './log-reader.ts';
import type { Place } from './place.ts';
import type { CompiledSelection } from './selection.ts';
import type { Subscriber } from './subscriber.ts';

/** What reading a page needs of the hub. */
export interface PageHost {
  readonly epoch: string;
  readonly clock: Clock;
  readonly selection: CompiledSelection;
  findPlace(selection: CompiledSelection): Promise<Place>;
  read(after: Offset): Promise<FramedPage>;
  /** Opens a stream without an opening block, which tells when there is something to read. */
  watch(after: Offset, connection: Connection): Subscriber;
}

/** A page ends once its events' data come to so many characters: a cursor leads on. */
const pageCharacters = 1024 * 1024;

/** Reads one page of the log for a selection, and waits for its first event if it was asked to. */
export async function readPage(request: PageRequest, host: PageHost): Promise<EventPage> {
  const { selection } = host;
  const deadline = host.clock.now() + (request.waitMs ?? 0);
  const place = await host.findPlace(selection);
  let page = await collect(request, selection, place, host);
  while (page.events.length === 0 && page.gap === null && !request.signal?.aborted) {
    const leftMs = deadline - host.clock.now();
    if (leftMs <= 0) break;
    await news(page.through, leftMs, request.signal, host);
    page = await collect(request, selection, { ...place, after: page.through }, host);
  }
  const { events, gap, through } = page;
  return { events, gap, cursor: formatCursor(host.epoch, through) };
}

interface Collected {
  readonly events: readonly PageEvent[];
  readonly gap: Gap | null;
  readonly through: Offset;
}

async function collect(
  { limit = 100 }: PageRequest,
  selection: CompiledSelection,
  place: Place,
  host: PageHost,
): Promise<Collected> {
  const events: PageEvent[] = [];
  let gap = place.gap ?? null;
  let through = place.after;
  let characters = 0;
  for (;;) {
    const page = await host.read(through);
    if (misses(through, page.first, place)) {
      // What came before the hole is a whole page; the hole opens the next one.
      if (events.length > 0) return { events, gap, through };
      gap ??= { reason: 'trimmed', after: formatCursor(host.epoch, through) };
      through = page.first - 1;
    }
    for (const { event, id } of page.events) {
      through = event.offset;
      const topics = selection.visible(event.topics);
      if (topics.length === 0 || isOver(event, host.clock.now()) || place.snapshot?.leavesOut(event.offset)) continue;
      events.push({ ...event, topics, id });
      characters += event.data.length;
      if (events.length === limit || characters >= pageCharacters) return { events, gap, through };
    }
    through = Math.max(through, page.through);
    if (through >= page.last) return { events, gap, through };
  }
}

function misses(after: Offset, first: Offset, { snapshot }: Place): boolean {
  return first > after + 1 && (!snapshot || snapshot.hasBetween(after, first));
}

function isOver({ time, ttl }: { time: number; ttl?: number }, now: number): boolean {
  return ttl !== undefined && time + ttl * 1000 <= now;
}

/** Resolves when something that the selection matches was written, when the time is over, or when aborted. */
function news(after: Offset, leftMs: number, signal: AbortSignal | undefined, host: PageHost): Promise<void> {
  return new Promise((resolve) => {
    let watcher: Subscriber | undefined;
    let isDone = false;
    const done = () => {
      isDone = true;
      cancel();
      signal?.removeEventListener('abort', done);
      watcher?.close();
      resolve();
    };
    const cancel = host.clock.after(leftMs, done);
    signal?.addEventListener('abort', done);
    watcher = host.watch(after, {
      write() {
        done();
        return false;
      },
      end: done,
    });
    if (isDone) watcher.close();
  });
}
