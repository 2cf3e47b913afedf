import type { EventsRequest } from './events-request.ts';

/**
 * The header that shows that a proxy passed a request on; undefined without one. Proxies that rewrite `Host` make a remote
 * client look local, but most of them also say that they were there.
 *
 * Sources: RFC 7239 (`Forwarded`), RFC 9110, section 7.6.3 (`Via`); the others are in common use.
 */
export function proxyHeaderOf(request: EventsRequest): string | undefined {
  return proxyHeaders.find((name) => request.header(name) !== undefined);
}

const proxyHeaders = [
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
  'x-forwarded-server',
  'x-forwarded-prefix',
  'x-real-ip',
  'forwarded',
  'via',
  'x-client-ip',
  'x-original-forwarded-for',
  'x-envoy-external-address',
  'cf-connecting-ip',
  'true-client-ip',
];
