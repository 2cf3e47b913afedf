import { SpillwayError } from '../error.ts';
import type { Ask, Intake } from './attempt.ts';
import type { Environment } from './environment.ts';
import { readPage } from './page.ts';
import type { Input } from './transition.ts';

/**
 * Asks for page after page, and tells the intake of what they have: long polling, for as long as it takes, or until the
 * stream is to be tried again.
 */
export async function poll(
  ask: Ask,
  readiness: () => Promise<void>,
  lastEventId: string,
  mayStream: boolean,
  intake: Intake,
  { now, after }: Environment,
): Promise<Input> {
  const streamAgainAtMs = now() + streamAgainMs;
  let cursor = lastEventId;
  // The first page is to show that there are pages: it does not wait for events.
  let waitSeconds = 0;
  for (;;) {
    const end = await ask(cursor, waitSeconds, read);
    if (end !== undefined) return end;
    waitSeconds = pageWaitSeconds;
  }

  async function read(response: Response): Promise<Input | undefined> {
    const page = readPage(await response.text(), cursor);
    if (page === undefined) {
      return { type: 'failed', error: new SpillwayError('unexpected-content-type', 'no page of events') };
    }
    intake.take({ type: 'opened' });
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
    return undefined;
  }
}

/** How long a page may wait for its first event: less than the idle time after which proxies commonly cut. */
const pageWaitSeconds = 25;
/** How long to rest after an empty page. */
const pageRestMs = 1000;
/** After so long on pages the stream is tried again: the network may be another by now. */
const streamAgainMs = 600_000;
