import { SpillwayError } from '../error.ts';
import type { AskForPage, Intake } from './attempt.ts';
import type { Environment } from './environment.ts';
import type { FeedRequest } from './feed.ts';
import type { Gap } from './gap.ts';
import { noPromises } from './opening-comment.ts';
import { readPage } from './page.ts';
import { urlOf } from './request.ts';
import type { Input } from './transition.ts';

/**
 * Long polling: asks for page after page and hands on their events, for as long as it takes, or until the stream is to be
 * tried again. Pages come from a hub, whose ids are unique.
 *
 * A subscription that begins with `now` began when the stream was asked for. Where a proxy held that stream back there is no
 * cursor to say where that was, so events may be missing, and a gap says so.
 */
export async function poll(
  ask: AskForPage,
  readiness: () => Promise<void>,
  request: FeedRequest,
  lastEventId: string,
  mayStream: boolean,
  intake: Intake,
  { now, after }: Environment,
): Promise<Input | undefined> {
  const streamAgainAtMs = now() + streamAgainMs;
  let cursor = lastEventId;
  let isStartUnknown = mayStream && cursor === '' && beginsNow(request);
  // The first page is to show that there are pages: it does not wait for events.
  let waitSeconds = 0;
  for (;;) {
    const end = await ask(cursor, waitSeconds, read);
    if (end !== 'next') return end;
    waitSeconds = pageWaitSeconds;
  }

  async function read(response: Response): Promise<Input | 'next'> {
    const page = readPage(await response.text(), cursor);
    if (page === undefined) {
      return { type: 'failed', error: new SpillwayError('unexpected-content-type', 'no page of events') };
    }
    intake.open({ ...noPromises, hasUniqueIds: true });
    intake.take({ type: 'opened', transport: 'long-polling' });
    if (isStartUnknown) {
      isStartUnknown = false;
      intake.lastEventId(page.cursor);
      const gap: Gap = { reason: 'buffered', after: '' };
      intake.event({ event: 'gap', data: JSON.stringify(gap), lastEventId: page.cursor });
    }
    for (const each of page.events) {
      await readiness();
      intake.event(each);
    }
    await readiness();
    cursor = page.cursor;
    intake.lastEventId(cursor);
    if (mayStream && now() >= streamAgainAtMs) return { type: 'reconnect' };
    // A server that does not wait after all is not asked in a loop without rest.
    if (waitSeconds > 0 && page.events.length === 0) await new Promise<void>((resolve) => after(pageRestMs, resolve));
    return 'next';
  }
}

/** Whether a request without a cursor begins with what comes, as its URL has it. */
function beginsNow(request: FeedRequest): boolean {
  const { searchParams: query } = new URL(urlOf(request, 'stream', 0));
  // An empty cursor is none.
  const hasCursor = query.get('last_event_id') || query.get('lastEventID');
  return !hasCursor && (query.get('since') || 'now') === 'now';
}

/** How long a page may wait for its first event: less than the idle time after which proxies commonly cut. */
const pageWaitSeconds = 25;
/** How long to rest after an empty page. */
const pageRestMs = 1000;
/** After so long on pages the stream is tried again: the network may be another by now. */
const streamAgainMs = 600_000;
