import type { Headers } from './answer.ts';
import type { Provenance } from './origin.ts';

/** Which pages of other origins may use the resource (Fetch standard, section 3.3). */
export interface CorsOptions {
  /**
   * Origins such as `https://app.example`, whose pages may publish and subscribe, with their user's cookies. `*`
   * lets every page do so without: to `authorize` such a request shows no cookies, unless it looks at `native`.
   */
  readonly origins: readonly string[];
  /** Names of request headers that those pages may send beyond the usual, e.g. for `authorize`. */
  readonly headers?: readonly string[] | undefined;
  /** For how many seconds a browser may remember the permission; default 600. */
  readonly maxAgeSeconds?: number | undefined;
}

/** The headers that let a page read the answer. */
export function corsHeaders(provenance: Provenance): Headers {
  switch (provenance.from) {
    case 'allowed':
      return {
        'access-control-allow-origin': provenance.origin,
        'access-control-allow-credentials': 'true',
        'access-control-expose-headers': exposed,
      };
    case 'anyone':
      return { 'access-control-allow-origin': '*', 'access-control-expose-headers': exposed };
    case 'own':
    case 'foreign':
      return {};
    default:
      return provenance satisfies never;
  }
}

const exposed = 'Retry-After, WWW-Authenticate';

/** What a preflight asks: whether the request that it precedes may be sent. */
export function preflightHeaders(cors: CorsOptions): Headers {
  return {
    'access-control-allow-methods': 'GET, HEAD, POST',
    'access-control-allow-headers': [...usualHeaders, ...(cors.headers ?? [])].join(', '),
    'access-control-max-age': String(cors.maxAgeSeconds ?? 600),
  };
}

const usualHeaders = ['Authorization', 'Cache-Control', 'Content-Type', 'Last-Event-ID'];
