import { SpillwayError } from '../error.ts';
import type { EventLimits } from '../event.ts';
import type { Hub, SubscribeRequest } from '../hub/hub.ts';
import { negotiate } from './accept.ts';
import { jsonAnswer } from './answer.ts';
import type { Answer, BodyAnswer, Headers } from './answer.ts';
import { bodyText, readBodyText } from './body-text.ts';
import { checkBatch } from './checked-batch.ts';
import { checkCorsOptions, corsHeaders, preflightHeaders } from './cors.ts';
import { defaultEventsLimits } from './events-limits.ts';
import type { EventsLimits } from './events-limits.ts';
import type { Authorize, EventsOptions } from './events-options.ts';
import type { EventsRequest, IncomingRequest } from './events-request.ts';
import { parseFormFields } from './form-fields.ts';
import { hostCheck } from './host.ts';
import { originMatcher, provenanceOf, withoutCookies } from './origin.ts';
import type { Provenance } from './origin.ts';
import { pageJson } from './page-json.ts';
import { checkMayPublish, checkMaySubscribe, checkPermissions, everything } from './permissions.ts';
import type { Permissions } from './permissions.ts';
import { problemAnswer, problemOf } from './problem.ts';
import { proxySignOf } from './proxy.ts';
import { parsePublishBody, publishFormatOf } from './publish-body.ts';
import { streamHeaders } from './stream-headers.ts';
import { parseSubscribeQuery } from './subscribe-query.ts';

/** The resource `/events` of a hub, whatever server it is mounted on. `PROTOCOL.md` is its specification. */
export interface EventsResource<Native = unknown> {
  /** Answers a request; it never rejects: what goes wrong is an answer, too. */
  answer(request: IncomingRequest<Native>): Promise<Answer>;
  /** The answer to what went wrong while an answer was sent. */
  answerTo(error: unknown, request: EventsRequest<Native>): BodyAnswer;
}

/**
 * Makes the resource `/events` of a hub. Servers mount it through `createEventsHandler` (fetch-style) or
 * `createNodeEventsHandler` (node:http and what is built on it); this is what both share.
 *
 * @throws SpillwayError `invalid-option`
 */
export function createEventsResource<Native = unknown>(
  hub: Hub,
  options: EventsOptions<Native> = {},
): EventsResource<Native> {
  const { cors = { origins: [] }, hosts, allowProxied = true, authorize, now = Date.now } = options;
  const { onError = (error) => console.error(error), onRefusal } = options;
  const limits: EventsLimits = { ...defaultEventsLimits, ...hub.limits, ...options.limits };
  const eventLimits = isNarrowed(hub.limits, options.limits) ? limits : hub.limits;
  checkCorsOptions(cors);
  const findOrigin = originMatcher(cors.origins);
  const isOwnHost = hosts && hostCheck(hosts);
  // Where answers differ by origin, a cache must know (Fetch standard, section 3.3.7).
  const varies: Headers = cors.origins.length > 0 ? { vary: 'Origin' } : {};

  async function answer(request: IncomingRequest<Native>): Promise<Answer> {
    const provenance = provenanceOf(request, findOrigin);
    let answered: Answer;
    try {
      answered = await route(request, provenance);
    } catch (error) {
      answered = report(error, request);
    }
    // The usual answer goes as it is: its headers are one object, of which an adapter may know the bytes already.
    if (provenance.from === 'own' && cors.origins.length === 0 && request.method !== 'HEAD') return answered;
    const headers = { ...answered.headers, ...corsHeaders(provenance), ...varies };
    return request.method === 'HEAD'
      ? { kind: 'body', status: answered.status, headers, body: null }
      : { ...answered, headers };
  }

  function answerTo(error: unknown, request: EventsRequest<Native>): BodyAnswer {
    const problem = report(error, request);
    return {
      ...problem,
      headers: { ...problem.headers, ...corsHeaders(provenanceOf(request, findOrigin)), ...varies },
    };
  }

  function report(error: unknown, request: EventsRequest<Native>): BodyAnswer {
    const problem = problemOf(error);
    if (problem.status >= 500) onError(error, request);
    else if (error instanceof SpillwayError) reportRefusal(error, request);
    return problemAnswer(problem);
  }

  function reportRefusal(error: SpillwayError, request: EventsRequest<Native>): void {
    try {
      onRefusal?.(error, request);
    } catch (fault) {
      // The client gets its answer all the same.
      onError(fault, request);
    }
  }

  /** Not async itself: each promise on the way of a publish costs as much as parsing a field of it. */
  function route(request: IncomingRequest<Native>, provenance: Provenance): Answer | Promise<Answer> {
    if (!allowProxied) checkDirect(request);
    if (isOwnHost !== undefined && !isOwnHost(request.header('host'))) {
      throw new SpillwayError(
        'host-not-allowed',
        `this hub does not answer to the Host ${quote(request.header('host'))}: add it to its hosts (--allow-host)`,
      );
    }
    if (provenance.from === 'foreign') throw foreignOrigin(request);
    if (!allowProxied && isOwnHost !== undefined && provenance.from === 'own') checkPage(request, isOwnHost);
    switch (request.method) {
      case 'GET':
      case 'HEAD':
        return withPermissions(request, provenance, subscribe);
      case 'POST':
        return withPermissions(request, provenance, publish);
      case 'OPTIONS':
        return describe(request);
      default:
        throw new SpillwayError('method-not-allowed', 'GET subscribes and POST publishes');
    }
  }

  function withPermissions(
    request: IncomingRequest<Native>,
    provenance: Provenance,
    act: (request: IncomingRequest<Native>, permissions: Permissions) => Promise<Answer>,
  ): Promise<Answer> {
    if (!authorize) return act(request, everything);
    return permissionsOf(authorize, request, provenance).then((permissions) => act(request, permissions));
  }

  async function permissionsOf(
    decide: Authorize<Native>,
    request: EventsRequest<Native>,
    provenance: Provenance,
  ): Promise<Permissions> {
    const permissions = await decide(provenance.from === 'anyone' ? withoutCookies(request) : request);
    checkPermissions(permissions, now());
    return permissions;
  }

  async function subscribe(request: IncomingRequest<Native>, permissions: Permissions): Promise<Answer> {
    const wanted = negotiate(request.header('accept'));
    if (wanted === 'neither') {
      throw new SpillwayError('not-acceptable', 'a GET is answered with text/event-stream or application/json');
    }
    const fields = parseFormFields(queryOf(request.url));
    const query = parseSubscribeQuery(fields, request.header('last-event-id'), limits);
    checkMaySubscribe(permissions, query.topics);
    const { topics, cursor, since, opening, limit, waitMs } = query;
    const { subscribe: grants, expiresAt } = permissions;
    // Without `authorize` there is nothing to narrow.
    const asked: SubscribeRequest = { topics, cursor, since, opening, ...(authorize && { grants, expiresAt }) };

    if (wanted === 'stream') {
      if (request.method !== 'HEAD') request.hold?.();
      return {
        kind: 'stream',
        status: 200,
        headers: streamHeaders,
        attach: (connection) => hub.subscribe(asked, connection),
      };
    }
    const mayWait = waitMs > 0 && request.method !== 'HEAD';
    if (mayWait) request.hold?.();
    const page = await hub.page({ ...asked, limit, ...(mayWait && { waitMs, signal: request.signal }) });
    return jsonAnswer(200, pageJson(page));
  }

  async function publish(request: IncomingRequest<Native>, permissions: Permissions): Promise<Answer> {
    const format = publishFormatOf(request.header('content-type'));
    checkContentEncoding(request.header('content-encoding'));
    const bytes = request.body();
    const text =
      bytes instanceof Uint8Array
        ? bodyText(bytes, limits.bodyBytes)
        : await readBodyText(bytes, request.header('content-length'), limits.bodyBytes);
    const body = parsePublishBody(text, format);
    const events = checkBatch(body, eventLimits, limits.eventsPerBatch);
    if (permissions !== everything) checkMayPublish(permissions, new Set(events.flatMap((event) => event.topics)));

    const published = await hub.publish(events);
    const ids = published.map(({ id }) => id);
    return jsonAnswer(200, body.shape === 'one' ? { id: ids[0] } : { ids });
  }

  /** A preflight is answered for every method at once; any other OPTIONS says what there is. */
  function describe(request: EventsRequest<Native>): Answer {
    const isPreflight = request.header('access-control-request-method') !== undefined;
    const headers: Headers = isPreflight ? preflightHeaders(cors) : { allow: 'GET, HEAD, POST, OPTIONS' };
    return { kind: 'body', status: 204, headers, body: null };
  }

  return { answer, answerTo };
}

function checkDirect(request: IncomingRequest): void {
  const sign = proxySignOf(request);
  if (sign === undefined) return;
  throw new SpillwayError(
    'proxy-not-allowed',
    `${sign} shows that a proxy passed this request on, and this hub, which checks no tokens, serves its own ` +
      'machine alone: have it check tokens (--key or --jwks-url)',
  );
}

/**
 * A proxy may rewrite `Host` and leave no other sign. The browser still says which page asks, by `Origin`, or in a GET by
 * `Referer`; the hub must answer to the name of this page, too.
 */
function checkPage(request: EventsRequest, isOwnHost: (host: string | undefined) => boolean): void {
  const page = URL.parse(request.header('origin') ?? request.header('referer') ?? '');
  if (page === null || isOwnHost(page.host)) return;
  throw new SpillwayError(
    'host-not-allowed',
    `a page at ${quote(page.host)} sent this request, and this hub does not answer to that name: a proxy has changed the ` +
      'Host; have the hub check tokens (--key or --jwks-url), or add the name to its hosts (--allow-host)',
  );
}

function foreignOrigin(request: EventsRequest): SpillwayError {
  const origin = request.header('origin');
  const page = origin === undefined ? 'of another origin' : `of the origin ${quote(origin)}`;
  const advice = origin === 'null' ? '' : ': add the origin to those that it allows (cors.origins, --cors-origin)';
  return new SpillwayError('origin-not-allowed', `pages ${page} may not use this hub${advice}`);
}

/** A header's value for a message, at most 100 characters of it, without any that a terminal would obey. */
function quote(value = ''): string {
  const text = JSON.stringify(value.length > 100 ? `${value.slice(0, 100)}…` : value);
  // JSON escapes C0 alone: C1 has the sequences of terminals, too, and the others change how a line reads.
  return text.replaceAll(/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function queryOf(url: string): string {
  const [beforeFragment = ''] = url.split('#');
  const mark = beforeFragment.indexOf('?');
  return mark < 0 ? '' : beforeFragment.slice(mark + 1);
}

function checkContentEncoding(encoding: string | undefined): void {
  if (encoding !== undefined && encoding.trim().toLowerCase() !== 'identity') {
    throw new SpillwayError('unsupported-content-encoding', 'send the body without Content-Encoding');
  }
}

/** Events that were checked by the hub's own limits are not checked by it again. */
function isNarrowed(own: EventLimits, narrower: Partial<EventLimits> = {}): boolean {
  return (Object.keys(own) as (keyof EventLimits)[]).some((name) => (narrower[name] ?? own[name]) !== own[name]);
}
