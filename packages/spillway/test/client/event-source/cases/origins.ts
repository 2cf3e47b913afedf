import type { Case } from '../case.ts';
import { next, quiet, tellingOf } from '../stage.ts';
import type { Stage } from '../stage.ts';

const allowAll = { 'Access-Control-Allow-Origin': '*' };
const allowCredentials = ({ origin }: Stage): Record<string, string> => ({
  'Access-Control-Allow-Origin': origin,
  'Access-Control-Allow-Credentials': 'true',
});
const hello = (headers: Readonly<Record<string, string>>) => ({
  headers,
  body: 'retry: 1\nid: 1\ndata: hello\n\n',
  after: 'stay' as const,
});

/** Whether the request of another origin has the cookie of this host. */
const cookies = (name: string, withCredentials: boolean | undefined): Case => ({
  name,
  wpt: ['request-credentials.window.js', 'eventsource-cross-origin.window.js'],
  expected: withCredentials === true,
  async run(stage) {
    const setting = { ...allowCredentials(stage), 'Set-Cookie': 'flavour=oat; Path=/' };
    const jar = stage.urlOf([{ headers: setting }], { origin: stage.otherOrigin });
    await fetch(jar, { credentials: 'include' });
    const url = stage.urlOf([hello(allowCredentials(stage))], { origin: stage.otherOrigin });
    await next(stage.open(url, withCredentials === undefined ? undefined : { withCredentials }));
    const [request] = await stage.requestsOf(url);
    return request?.headers['cookie']?.includes('flavour=oat') === true;
  },
});

/** Another origin that does not allow this one. */
const refused = (name: string, headers: Readonly<Record<string, string>>, init?: EventSourceInit): Case => ({
  name,
  wpt: ['eventsource-cross-origin.window.js'],
  expected: ['error 2'],
  run({ open, urlOf, otherOrigin }) {
    return tellingOf(open(urlOf([hello(headers)], { origin: otherOrigin }), init)).until(1);
  },
});

const redirect = (status: number, location: string, headers = {}) => ({
  status,
  headers: { ...headers, Location: location },
});

/** Whether a preflight precedes the request that another origin is asked with for what follows this id. */
const resumed = (name: string, id: string, expected: boolean, differs: NonNullable<Case['differs']> = {}): Case => ({
  name: `another origin ${name}`,
  wpt: ['eventsource-cross-origin-preflight.window.js'],
  expected: [expected, id],
  differs,
  async run({ open, urlOf, otherOrigin, requestsOf }) {
    const allowed = { ...allowAll, 'Access-Control-Allow-Headers': 'Last-Event-ID' };
    const first = { headers: allowAll, body: `retry: 1\nid: ${id}\ndata: hello\n\n` };
    const url = urlOf([first, { headers: allowAll, body: quiet, after: 'stay' }], { origin: otherOrigin, allowed });
    open(url);
    const requests = await requestsOf(url, { came: 2 });
    return [requests.some(({ method }) => method === 'OPTIONS'), requests.at(-1)?.headers['last-event-id']];
  },
});

export const originCases: readonly Case[] = [
  ...[301, 302, 303, 307, 308].map((status): Case => ({
    name: `a redirect with status ${status} is followed, and the URL stays`,
    wpt: ['request-redirect.window.js'],
    expected: ['hello', true],
    async run({ open, urlOf }) {
      const url = urlOf([redirect(status, urlOf([{ body: 'data: hello\n\n' }]))]);
      const source = open(url);
      const { data } = await next(source);
      return [data, source.url === url];
    },
  })),
  {
    name: 'the origin of messages is where redirects have led',
    wpt: ['eventsource-cross-origin.window.js'],
    expected: [true, true],
    async run(stage) {
      const { open, urlOf, otherOrigin } = stage;
      const target = urlOf([{ headers: allowAll, body: 'data: hello\n\n' }], { origin: otherOrigin });
      const redirected = await next(open([redirect(302, target)]));
      const asked = await next(open(target));
      return [redirected.origin === otherOrigin, asked.origin === otherOrigin];
    },
  },
  {
    name: 'a reconnect fetches the same request again, whose URL is now where redirects have led',
    expected: ['first', 'first'],
    differs: Object.fromEntries(
      (['spillway', 'Firefox'] as const).map((each) => [
        each,
        { seen: ['first', 'second'], because: 'it begins at the first URL, which may lead elsewhere by now' },
      ]),
    ),
    async run({ open, urlOf }) {
      const first = urlOf([{ body: 'retry: 1\ndata: first\n\n' }]);
      const second = urlOf([{ body: 'data: second\n\n' }]);
      const source = open([redirect(302, first), redirect(302, second)]);
      return [(await next(source)).data, (await next(source)).data];
    },
  },
  refused('another origin that does not allow this one is given up', {}),
  refused('another origin that allows a third one is given up', {
    'Access-Control-Allow-Origin': 'http://example.test',
  }),
  refused('another origin that allows an empty one is given up', { 'Access-Control-Allow-Origin': '' }),
  refused('another origin that allows all, but no credentials, is given up where those are sent', allowAll, {
    withCredentials: true,
  }),
  resumed('is asked again from the last event id without a preflight', '1', false, {
    spillway: { seen: [true, '1'], because: 'no script can send Last-Event-ID to another origin without a preflight' },
  }),
  {
    name: 'another origin whose server answers no preflight for Last-Event-ID is given up, and the error says why',
    expected: ['given up', true],
    differs: Object.fromEntries(
      (['Chromium', 'Firefox'] as const).map((each) => [
        each,
        { seen: ['open again', false], because: 'it sends Last-Event-ID without a preflight' },
      ]),
    ),
    run({ open, urlOf, otherOrigin }) {
      const first = { headers: allowAll, body: 'retry: 1\nid: 1\ndata: hello\n\n' };
      const source = open(urlOf([first, { headers: allowAll, body: quiet, after: 'stay' }], { origin: otherOrigin }));
      let opened = 0;
      return new Promise((resolve) => {
        source.addEventListener('open', () => ++opened === 2 && resolve(['open again', false]));
        source.addEventListener('error', ({ message }) => {
          if (source.readyState === 2) resolve(['given up', message.includes('Access-Control-Allow-Headers')]);
        });
      });
    },
  },
  ...[
    { of: 'unsafe characters', id: '<1>' },
    { of: 'more than 128 bytes', id: '1'.repeat(129) },
  ].map(({ of, id }) => {
    const difference = { seen: [false, id], because: 'it sends any id without asking' };
    const differs = { Chromium: difference, Firefox: difference };
    return resumed(`is asked first whether a last event id of ${of} may be sent`, id, true, differs);
  }),
  cookies('other origins get no cookies by default', undefined),
  cookies('other origins get no cookies without credentials', false),
  cookies('other origins get cookies with credentials', true),
];
