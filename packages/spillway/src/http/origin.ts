import { SpillwayError } from '../error.ts';
import type { EventsRequest } from './events-request.ts';

/**
 * Where a request comes from, as far as browsers say. Only they can be made to send requests by a page that their
 * user merely visits, and they say so in headers that no page can forge.
 */
export type Provenance =
  /** A page of this very origin, or no browser's page at all. */
  | { readonly from: 'own' }
  /** A page of an origin that the allow-list names. */
  | { readonly from: 'allowed'; readonly origin: string }
  /** A page that only `*` allows: what it sends counts, the cookies that the browser adds do not. */
  | { readonly from: 'anyone' }
  /** A page that has no business here. */
  | { readonly from: 'foreign' };

/**
 * Tells where a request comes from.
 *
 * A page has this origin if its `Origin` has the host of the request (and, where the request came over TLS, the
 * scheme `https`), or if the browser itself says `Sec-Fetch-Site: same-origin`: behind a proxy that changes `Host`
 * it alone knows. Without `Origin` (a GET by an `<img>`, a `<script>` or a link) only `Sec-Fetch-Site` can tell.
 * The origin `null` of sandboxed and local pages could be anyone's.
 *
 * Sources: RFC 6454; Fetch standard, section 3.2 (`Origin`); W3C Fetch Metadata, section 2.4 (`Sec-Fetch-Site`).
 */
export function provenanceOf(request: EventsRequest, allowed: readonly string[]): Provenance {
  const origin = request.header('origin');
  const site = request.header('sec-fetch-site');
  const isOwn =
    origin === undefined
      ? site === undefined || site === 'same-origin' || site === 'none'
      : origin !== 'null' && (site === 'same-origin' || (site === undefined && isHostOf(request, origin)));
  if (isOwn) return { from: 'own' };
  if (origin !== undefined && origin !== 'null' && allowed.includes(origin)) return { from: 'allowed', origin };
  return { from: allowed.includes('*') ? 'anyone' : 'foreign' };
}

/** A port that is the scheme's default may be written or not. */
function isHostOf(request: EventsRequest, origin: string): boolean {
  const page = URL.parse(origin);
  const here = page && URL.parse(`${page.protocol}//${request.header('host') ?? ''}`);
  return here !== null && page?.host === here.host && (page.protocol === 'https:' || !request.secure);
}

/** Refuses an allow-list with an entry that no `Origin` header could equal. */
export function checkOrigins(origins: readonly string[]): void {
  for (const origin of origins) {
    if (origin !== '*' && !isOrigin(origin)) {
      throw new SpillwayError(
        'invalid-option',
        `cors.origins takes origins such as "https://app.example" (or "*"), not ${JSON.stringify(origin)}`,
      );
    }
  }
}

/** Shells of web apps have schemes of their own (`capacitor://localhost`), which the URL standard gives no origin. */
function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.origin === text || (url.origin === 'null' && `${url.protocol}//${url.host}` === text));
}

/** The request as if the browser had added no cookies: they belong to the user, not to the page that asks. */
export function withoutCookies<Native>(request: EventsRequest<Native>): EventsRequest<Native> {
  const { method, url, secure, native } = request;
  return { method, url, secure, native, header: (name) => (name === 'cookie' ? undefined : request.header(name)) };
}
