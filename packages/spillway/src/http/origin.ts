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
export function provenanceOf(request: EventsRequest, allows: OriginMatcher): Provenance {
  const origin = request.header('origin');
  const site = request.header('sec-fetch-site');
  const isOwn =
    origin === undefined
      ? site === undefined || site === 'same-origin' || site === 'none'
      : origin !== 'null' && (site === 'same-origin' || (site === undefined && isHostOf(request, origin)));
  if (isOwn) return { from: 'own' };
  const allowed = allows(origin);
  if (allowed === 'by name' && origin !== undefined) return { from: 'allowed', origin };
  return { from: allowed === 'as anyone' ? 'anyone' : 'foreign' };
}

/** A port that is the scheme's default may be written or not. */
function isHostOf(request: EventsRequest, origin: string): boolean {
  const page = URL.parse(origin);
  const here = page && URL.parse(`${page.protocol}//${request.header('host') ?? ''}`);
  return here !== null && page?.host === here.host && (page.protocol === 'https:' || !request.secure);
}

/** Whether an allow-list has an origin: by its name or pattern, or only as `*` allows anyone. */
export type OriginMatcher = (origin: string | undefined) => 'by name' | 'as anyone' | undefined;

/**
 * Compiles an allow-list of origins. `*` in a host matches one or more characters of one label, so that
 * `https://*.app.example` allows `https://eu.app.example`, and neither `https://app.example` nor
 * `https://a.b.app.example`; as the port it matches any port that is written.
 *
 * @throws SpillwayError `invalid-option` for an entry that no `Origin` header could match
 */
export function originMatcher(origins: readonly string[]): OriginMatcher {
  for (const origin of origins) checkOrigin(origin);
  const names = new Set(origins.filter((origin) => !origin.includes('*')));
  const patterns = origins.filter((origin) => origin !== '*' && origin.includes('*')).map(compile);
  const otherwise = origins.includes('*') ? 'as anyone' : undefined;
  return (origin) => {
    // Any sandboxed page and any local file has this one.
    if (origin === undefined || origin === 'null') return otherwise;
    return names.has(origin) || patterns.some((pattern) => pattern.test(origin)) ? 'by name' : otherwise;
  };
}

function compile(origin: string): RegExp {
  const literals = origin.split('*').map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literals.join('[^./:@]+')}$`);
}

function checkOrigin(origin: string): void {
  const example = origin.replace(/:\*$/, ':1').replaceAll(/(?<=:\/\/.*)\*/g, 'x');
  if (origin === '*') return;
  if (isOrigin(example)) return checkReach(origin);
  const meant = URL.parse(example);
  const advice = meant && isOrigin(meant.origin) && !origin.includes('*') ? `: did you mean "${meant.origin}"?` : '';
  throw new SpillwayError(
    'invalid-option',
    `cors.origins takes origins such as "https://app.example" or "https://*.app.example", or "*", not ${JSON.stringify(origin)}${advice}`,
  );
}

/**
 * Refuses a pattern that allows the sites of strangers: `https://*.com`, `https://app.*`, `https://app.example*`. Names below
 * `localhost` are this machine's.
 */
function checkReach(pattern: string): void {
  const host = /^https?:\/\/([^:[\]]*)/.exec(pattern)?.[1];
  if (host === undefined || !host.includes('*')) return;
  const labels = host.split('.');
  const suffix = labels.at(-1) === 'localhost' ? 1 : 2;
  if (labels.length > suffix && !labels.slice(-suffix).join('.').includes('*')) return;
  throw new SpillwayError(
    'invalid-option',
    `cors.origins takes "*" only before a domain of its own, as in "https://*.app.example", not ${JSON.stringify(pattern)}, ` +
      'which would allow the sites of strangers',
  );
}

/** Shells of web apps have schemes of their own (`capacitor://localhost`), which the URL standard gives no origin. */
function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  if (url === null) return false;
  return url.origin === text || (url.origin === 'null' && url.host !== '' && `${url.protocol}//${url.host}` === text);
}

/** The request as if the browser had added no cookies: they belong to the user, not to the page that asks. */
export function withoutCookies<Native>(request: EventsRequest<Native>): EventsRequest<Native> {
  const { method, url, secure, native } = request;
  return { method, url, secure, native, header: (name) => (name === 'cookie' ? undefined : request.header(name)) };
}
