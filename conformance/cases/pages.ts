import type { Case, Step } from '../case.ts';

const json = { 'content-type': 'application/json' };
const accept = { accept: 'application/json' };

function publish(body: string): Step {
  return { do: 'send', request: { method: 'POST', headers: json, body }, json: {} };
}

export const pages: readonly Case[] = [
  {
    name: 'pages follow one another by their cursors, each event once',
    steps: [
      publish('[{"topic":"<run>","data":1},{"topic":"<run>","data":2},{"topic":"<run>","data":3}]'),
      {
        do: 'send',
        request: { query: '?topic=<run>&since=earliest&limit=2', headers: accept },
        headers: { 'content-type': { like: '^application/json' }, 'cache-control': { like: 'no-store' } },
        json: { events: [{ data: '1' }, { data: '2' }], gap: null },
        keep: { cursor: 'cursor' },
      },
      {
        do: 'send',
        request: { query: '?topic=<run>&limit=2&last_event_id=<cursor>', headers: accept },
        json: { events: [{ data: '3' }], gap: null },
        keep: { cursor: 'cursor' },
      },
      {
        do: 'send',
        request: { query: '?topic=<run>&last_event_id=<cursor>', headers: accept },
        json: { events: [], gap: null },
      },
    ],
  },
  {
    name: 'an event on a page has exactly the fields that it was given, and a time',
    steps: [
      publish('[{"topic":"<run>"},{"topic":["<run>","<run>/b"],"data":"x"}]'),
      {
        do: 'send',
        request: { query: '?topic=<run>&topic=<run>/b&since=earliest', headers: accept },
        json: {
          events: [
            {
              topic: '<run>',
              data: '',
              event: { absent: true },
              key: { absent: true },
              ttl: { absent: true },
              retry: { absent: true },
            },
            { topic: ['<run>', '<run>/b'], data: 'x' },
          ],
        },
      },
    ],
  },
  {
    name: 'the cursor of a page opens a stream, and that of a stream a page',
    steps: [
      {
        do: 'send',
        request: { query: '?topic=<run>', headers: accept },
        json: { events: [] },
        keep: { cursor: 'cursor' },
      },
      publish('[{"topic":"<run>","data":1},{"topic":"<run>","data":2}]'),
      { do: 'open', stream: 's', request: { query: '?topic=<run>&last_event_id=<cursor>' } },
      { do: 'next', stream: 's', event: { data: '1' }, keep: { cursor: 'lastEventId' } },
      {
        do: 'send',
        request: { query: '?topic=<run>', headers: { ...accept, 'last-event-id': '<cursor>' } },
        json: { events: [{ data: '2' }] },
      },
    ],
  },
  {
    name: 'a page says what is missing before its events',
    steps: [
      publish('{"topic":"<run>","data":"kept"}'),
      {
        do: 'send',
        request: { query: '?topic=<run>&last_event_id=anotherepoch-7', headers: accept },
        json: { gap: { reason: 'epoch', after: 'anotherepoch-7' } },
      },
    ],
  },
  {
    name: 'long polling is answered when the first event arrives',
    steps: [
      { do: 'send', request: { query: '?topic=<run>', headers: accept }, json: {}, keep: { cursor: 'cursor' } },
      {
        do: 'send',
        request: { query: '?topic=<run>&wait=60&last_event_id=<cursor>', headers: accept },
        later: 'poll',
      },
      publish('[{"topic":"<run>/other"},{"topic":"<run>","data":"news"}]'),
      { do: 'answer', of: 'poll', json: { events: [{ data: 'news' }], gap: null } },
    ],
  },
  {
    name: 'long polling is answered empty when its wait is over',
    steps: [
      { do: 'send', request: { query: '?topic=<run>&wait=0.01', headers: accept }, json: { events: [], gap: null } },
    ],
  },
  {
    name: 'Accept chooses between stream and page',
    steps: [
      { do: 'open', stream: 'any', request: { query: '?topic=<run>', headers: { accept: '*/*' } } },
      {
        do: 'open',
        stream: 'weighed',
        request: { query: '?topic=<run>', headers: { accept: 'application/json;q=0.5, text/event-stream' } },
      },
      {
        do: 'send',
        request: { query: '?topic=<run>', headers: { accept: 'application/json, text/plain, */*' } },
        json: { events: [] },
      },
      {
        do: 'send',
        request: { query: '?topic=<run>', headers: { accept: 'text/event-stream;q=0.5, application/json' } },
        json: { events: [] },
      },
    ],
  },
];
