import type { IncomingMessage } from 'node:http';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Whether a request comes from a page of this machine, or from no page: the servers of the comparison have ports of their
 * own, which makes them another origin than the gallery's. Names are looked at against DNS rebinding.
 */
export function isFromOwnPage({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const host = URL.parse(`http://${headers.host ?? String(headers[':authority'])}`)?.hostname ?? '';
  const origin = headers.origin === undefined ? undefined : (URL.parse(headers.origin)?.hostname ?? '');
  return loopback.has(host) && (origin === undefined || loopback.has(origin));
}
