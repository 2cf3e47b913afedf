import { SpillwayError } from '../error.ts';
import { byteString } from './byte-string.ts';
import type { Transport } from './connection-state.ts';
import type { FeedRequest } from './feed.ts';

/** POST where only a body says what it is. */
export function methodOf({ method, body }: FeedRequest): string {
  return method ?? (body === undefined ? 'GET' : 'POST');
}

/** The URL to ask: with topics, `since`, and of a page the seconds that it may wait for a first event. */
export function urlOf({ url, topics = [], since }: FeedRequest, transport: Transport, waitSeconds: number): string {
  const asked = new URL(url);
  const { searchParams: query } = asked;
  for (const topic of topics) query.append('topic', topic);
  if (since) query.set('since', since);
  if (transport !== 'stream') query.set('wait', String(waitSeconds));
  return asked.href;
}

/**
 * The headers to send, as they are now: asks the functions among `headers` and `token`.
 *
 * @throws {@link SpillwayError} `authorization-unavailable`, with what they threw as its cause
 */
export async function headersOf(
  { headers, token }: FeedRequest,
  transport: Transport,
  lastEventId: string,
): Promise<Headers> {
  try {
    const sent = new Headers(typeof headers === 'function' ? await headers() : headers);
    const bearer = typeof token === 'function' ? await token() : token;
    if (bearer) sent.set('Authorization', `Bearer ${bearer}`);
    sent.set('Accept', mediaTypes[transport]);
    if (lastEventId) sent.set('Last-Event-ID', byteString(lastEventId));
    return sent;
  } catch (cause) {
    throw new SpillwayError('authorization-unavailable', String(cause), { cause });
  }
}

/** What to ask for, and to get. */
export const mediaTypes: Readonly<Record<Transport, string>> = {
  stream: 'text/event-stream',
  'long-polling': 'application/json',
};
