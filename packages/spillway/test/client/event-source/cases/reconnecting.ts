import type { Case } from '../case.ts';
import { next, quiet, tellingOf } from '../stage.ts';
import type { Stage } from '../stage.ts';

/**
 * Whether the server is asked again after the second that the stream begins with, and not after the browser's
 * default, which is three seconds or more.
 */
async function keepsSecond({ open, urlOf, requestsOf }: Stage, stream: string): Promise<boolean> {
  const url = urlOf([{ body: `retry: 1000\n${stream}\n` }, quiet]);
  open(url);
  const [first, second] = await requestsOf(url, { came: 2 });
  const pauseMs = (second?.cameMs ?? NaN) - (first?.answeredMs ?? NaN);
  return pauseMs >= 1000 && pauseMs < 2900;
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
