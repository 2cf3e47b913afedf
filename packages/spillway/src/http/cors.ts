import { SpillwayError } from '../error.ts';
import type { Headers } from './answer.ts';
import { originMatcher } from './origin.ts';
import type { Provenance } from './origin.ts';

/** Which pages of other origins may use the resource (Fetch standard, section 3.3). */
export interface CorsOptions {
  /**
   * Origins such as `https://app.example`, whose pages may publish and subscribe, with their user's cookies. Within an
   * origin `*` stands for one or more characters of one label of the host: `https://*.app.example`,
   * `https://preview-*.app.example`; the last two labels are literal. `http://localhost:*` allows every port that is
   * written. `*` alone lets every page do so without cookies: to `authorize` such a request shows none, unless it looks at
   * `native`.
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

/**
 * Checks the options without a hub, for a program that reads them from its own settings.
 *
 * @throws SpillwayError `invalid-option` for an origin that no request could match, or a name that no header can have
 *
 * @example
 * ```ts
 * import { checkCorsOptions } from 'spillway';
 *
 * checkCorsOptions({ origins: ['https://*.app.example'], headers: ['traceparent'] });
 * ```
 */
export function checkCorsOptions({ origins, headers = [] }: CorsOptions): void {
  originMatcher(origins);
  checkHeaderNames(headers);
}

/** @throws SpillwayError `invalid-option` for what cannot be the name of a header (RFC 9110, section 5.6.2) */
function checkHeaderNames(names: readonly string[]): void {
  for (const name of names) {
    // Beside credentials browsers take `*` for a name like any other (Fetch standard, section 3.3.4).
    if (name !== '*' && /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) continue;
    throw new SpillwayError(
      'invalid-option',
      `cors.headers takes names of headers such as "traceparent", not ${JSON.stringify(name)}`,
    );
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
