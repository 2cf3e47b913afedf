import type { Http2Session } from 'node:http2';
import { SpillwayError } from '../error.ts';
import type { IncomingRequest } from '../http/events-request.ts';
import { proxySignOf } from '../http/proxy.ts';
import type { NodeResponse } from './response-connection.ts';

/**
 * Browsers open at most as many streams on one HTTP/2 connection as the server announces, and Chromium never more than
 * 256 (net/spdy/spdy_session.cc, `kMaxConcurrentStreamLimit`). Without an announcement both Chromium and Firefox stop at
 * 100. Requests beyond wait until a stream ends, and event streams do not end: so a fifth is kept for requests.
 */
const reservedShare = 0.2;
const browserLimit = 250;

const openStreams = new WeakMap<Http2Session, number>();

/**
 * Counts a response that stays open against the bound of its HTTP/2 connection, until it closes. HTTP/1 has no bound:
 * there a response has the connection to itself. A proxy's connection has none either, for it carries many clients.
 *
 * @throws SpillwayError `too-many-streams`
 */
export function holdSessionStream(request: IncomingRequest, res: NodeResponse): void {
  const stream = 'stream' in res ? res.stream : undefined;
  const session = stream?.session;
  if (!stream || !session || proxySignOf(request) !== undefined) return;
  const announced = session.localSettings.maxConcurrentStreams ?? browserLimit;
  const bound = Math.max(1, Math.floor(Math.min(announced, browserLimit) * (1 - reservedShare)));
  const open = openStreams.get(session) ?? 0;
  if (open >= bound) {
    throw new SpillwayError(
      'too-many-streams',
      `this HTTP/2 connection has ${open} open streams, and the rest of its room is kept for requests: ` +
        'select several topics with one stream, or share it (share: true)',
    );
  }
  openStreams.set(session, open + 1);
  stream.once('close', () => openStreams.set(session, (openStreams.get(session) ?? 1) - 1));
}
