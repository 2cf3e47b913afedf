import type { Case } from '../case.ts';
import { next, quiet, tellingOf } from '../stage.ts';
import type { Stage } from '../stage.ts';

/**
 * Whether the server is asked again after the second that the stream begins with, and not after the browser's default, which is
 * three seconds or more. A busy machine makes any wait longer, so it is compared with one of two seconds.
 */
async function keepsSecond(stage: Stage, stream: string): Promise<boolean> {
  const pauseMs = await pauseAfter(stage, `retry: 1000\n${stream}\n`);
  const twoSecondsMs = await pauseAfter(stage, 'retry: 2000\n\n');
  return pauseMs >= 1000 && pauseMs < twoSecondsMs;
}

/** For how many milliseconds the server is not asked again after a stream. */
async function pauseAfter({ open, urlOf, requestsOf }: Stage, body: string): Promise<number> {
  const url = urlOf([{ body }, quiet]);
  const source = open(url);
  const [first, second] = await requestsOf(url, { came: 2 });
  // A browser has few connections for all cases that run at the same time.
  source.close();
  return (second?.cameMs ?? NaN) - (first?.answeredMs ?? NaN);
}

/** The last event ids that the requests had after these streams. */
async function idsOf({ open, urlOf, requestsOf }: Stage, ...streams: readonly [string, ...string[]]): Promise<unknown> {
  const [first, ...others] = streams;
  const url = urlOf([{ body: `retry: 1\n${first}` }, ...others.map((body) => ({ body })), quiet]);
  open(url);
  const requests = await requestsOf(url, { came: streams.length + 1 });
  return requests.slice(1).map(({ headers }) => headers['last-event-id'] ?? 'none');
}

export const reconnectingCases: readonly Case[] = [
  {
    name: 'a Last-Event-ID among the headers of the options counts until the stream sets an id, if only an empty one',
    expected: ['7', '7', 'none', '8'],
    differs: Object.fromEntries(
      (['Chromium', 'Firefox'] as const).map((each) => [
        each,
        { seen: ['none', 'none', 'none', '8'], because: 'it takes no headers' },
      ]),
    ),
    async run({ open, urlOf, requestsOf }) {
      const url = urlOf([
        { body: 'retry: 1\ndata: without an id\n\n' },
        { body: 'id\ndata: with an empty one\n\n' },
        { body: 'id: 8\ndata\n\n' },
        quiet,
      ]);
      open(url, { headers: { 'Last-Event-ID': '7' } });
      const requests = await requestsOf(url, { came: 4 });
      return requests.map(({ headers }) => headers['last-event-id'] ?? 'none');
    },
  },
  {
    name: 'it waits for the time of the field retry',
    wpt: ['format-field-retry.any.js'],
    expected: true,
    run: (stage) => keepsSecond(stage, ''),
  },
  {
    name: 'a retry with anything but digits is passed over',
    wpt: ['format-field-retry-bogus.any.js'],
    expected: true,
    run: (stage) => keepsSecond(stage, 'retry: 5000x\nretry: 9x\nretry: -1\nretry: 1e5\nretry: 9 9\nretry: ٣\n'),
  },
  {
    name: 'an empty retry is passed over',
    wpt: ['format-field-retry-empty.any.js'],
    expected: true,
    differs: {
      Chromium: { seen: false, because: 'an empty one sets its default again' },
      Firefox: { seen: false, because: 'an empty one is none to it, for which it waits its least' },
    },
    run: (stage) => keepsSecond(stage, 'retry\nretry:\n'),
  },
  {
    name: 'a retry longer than a timer can be does not mean at once',
    expected: ['error 0', 1],
    async run({ open, urlOf, requestsOf, meanwhile }) {
      const url = urlOf([{ body: 'retry: 99999999999\n\n' }]);
      const { told, until } = tellingOf(open(url));
      await until(2);
      await meanwhile();
      return [told.at(-1), (await requestsOf(url)).length];
    },
  },
  {
    name: 'the last event id goes with the next request, in UTF-8, and stays without a new one',
    wpt: ['format-field-id.any.js', 'format-field-id-2.any.js'],
    expected: ['…', '…'],
    run: (stage) => idsOf(stage, 'id: …\ndata: hello\n\n', 'data: hello\n\n'),
  },
  {
    name: 'the id of a block without data goes with the next request, too; that of a block that never ended does not',
    expected: ['1'],
    differs: { Firefox: { seen: ['none'], because: 'it takes an id only with an event that it dispatches' } },
    run: (stage) => idsOf(stage, 'id: 1\n\nid: 2\ndata: lost\n'),
  },
  {
    name: 'an id that an empty one has reset is sent no more',
    wpt: ['format-field-id-3.window.js'],
    expected: ['1', 'none'],
    run: (stage) => idsOf(stage, 'id: 1\ndata: hello\n\n', 'id\ndata: hello\n\n'),
  },
  {
    name: 'the events of a later connection carry the last event id of an earlier one',
    wpt: ['format-field-id-2.any.js'],
    expected: ['…', '…'],
    async run({ open }) {
      const source = open([{ body: 'retry: 1\nid: …\ndata: 1\n\n' }, 'data: 2\n\n']);
      const first = await next(source);
      const second = await next(source);
      return [first.lastEventId, second.lastEventId];
    },
  },
];
