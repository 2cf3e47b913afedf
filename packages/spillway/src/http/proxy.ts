/** What of a request shows whether a proxy passed it on. */
export interface ProxyEvidence {
  /** The version of HTTP, such as `1.1`; undefined where the server does not tell. */
  readonly httpVersion?: string | undefined;
  /** Names in lower case. */
  headerNames(): Iterable<string>;
}

/**
 * What shows that a proxy passed a request on, as the subject of a sentence; undefined without a sign. Proxies that rewrite
 * `Host` make a remote client look local, but most of them also say that they were there. nginx does not by default, but
 * speaks HTTP/1.0 then, which no browser does.
 *
 * Sources: RFC 7239 (`Forwarded`); RFC 9110, section 7.6.3 (`Via`); RFC 8586 (`CDN-Loop`); nginx, `proxy_http_version`; the
 * others are in common use.
 *
 * @example
 * ```ts
 * import { proxySignOf } from 'spillway';
 *
 * proxySignOf({ headerNames: () => ['host', 'x-forwarded-for'] }); // 'the header x-forwarded-for'
 * proxySignOf({ headerNames: () => ['host', 'accept'], httpVersion: '1.1' }); // undefined
 * ```
 */
export function proxySignOf(request: ProxyEvidence): string | undefined {
  for (const name of request.headerNames()) {
    if (proxyHeaders.has(name) || name.startsWith('x-forwarded')) return `the header ${name}`;
  }
  return request.httpVersion === '1.0' ? 'HTTP/1.0' : undefined;
}

const proxyHeaders: ReadonlySet<string> = new Set([
  'forwarded',
  'forwarded-for',
  'via',
  'x-real-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-proxy-user-ip',
  'x-proxyuser-ip',
  'proxy-client-ip',
  'wl-proxy-client-ip',
  'x-original-forwarded-for',
  'x-original-host',
  'x-original-proto',
  'x-original-uri',
  'x-original-url',
  'x-rewrite-url',
  'x-envoy-external-address',
  'x-envoy-original-path',
  'x-azure-clientip',
  'x-azure-socketip',
  'x-appengine-user-ip',
  'x-vercel-forwarded-for',
  'x-nf-client-connection-ip',
  'true-client-ip',
  'cf-connecting-ip',
  'cf-connecting-ipv6',
  'cf-ray',
  'cdn-loop',
  'do-connecting-ip',
  'fastly-client-ip',
  'fly-client-ip',
  'surrogate-capability',
]);
