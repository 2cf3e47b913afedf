import type { Case } from '../case.ts';

const json = { 'content-type': 'application/json' };
const ndjson = { 'content-type': 'application/x-ndjson' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const page = { accept: 'application/json' };

export const publishing: readonly Case[] = [
  {
    name: 'one event is answered with its id, and kept',
    steps: [
      {
        do: 'send',
        request: { method: 'POST', headers: json, body: '{"topic":"<run>/a","event":"paid","data":"x","key":"k"}' },
        headers: { 'content-type': { like: '^application/json' }, 'cache-control': { like: 'no-store' } },
        json: { id: { like: '^[0-9a-z]{1,32}-[1-9][0-9]*$' }, ids: { absent: true } },
        keep: { id: 'id' },
      },
      {
        do: 'send',
        request: { query: '?topic=<run>/a&since=earliest', headers: page },
        json: {
          events: [{ id: '<id>', topic: '<run>/a', event: 'paid', data: 'x', key: 'k' }],
          cursor: '<id>',
          gap: null,
        },
      },
    ],
  },
  {
    name: 'an array is one batch, answered with ids in its order',
    steps: [
      {
        do: 'send',
        request: {
          method: 'POST',
          headers: json,
          body: '[{"topic":"<run>","data":1},{"topic":"<run>","id":"<run>-mine","data":2}]',
        },
        json: { ids: [{ like: '-[0-9]+$' }, '<run>-mine'], id: { absent: true } },
      },
      {
        do: 'send',
        request: { query: '?topic=<run>&since=earliest', headers: page },
        json: { events: [{ data: '1' }, { data: '2', id: '<run>-mine' }] },
      },
    ],
  },
  {
    name: 'NDJSON is one batch; blank lines are passed over',
    steps: [
      {
        do: 'send',
        request: {
          method: 'POST',
          headers: ndjson,
          body: '{"topic":"<run>","data":1}\r\n\n{"topic":"<run>","data":2}\n',
        },
        json: { ids: [{ like: '-[0-9]+$' }, { like: '-[0-9]+$' }] },
      },
      {
        do: 'send',
        request: { query: '?topic=<run>&since=earliest', headers: page },
        json: { events: [{ data: '1' }, { data: '2' }] },
      },
    ],
  },
  {
    name: 'a form publishes one event to each of its topics',
    steps: [
      {
        do: 'send',
        request: {
          method: 'POST',
          headers: form,
          body: 'topic=<run>/a&topic=<run>/b&data=1+%2B+%E2%82%AC%0A2&event=note&id=<run>-f&key=k&ttl=60&retry=1000',
        },
        json: { id: '<run>-f' },
      },
      {
        do: 'send',
        request: { query: '?topic=<run>/*&since=earliest', headers: page },
        json: {
          events: [
            {
              id: '<run>-f',
              topic: ['<run>/a', '<run>/b'],
              data: '1 + €\n2',
              event: 'note',
              key: 'k',
              ttl: 60,
              retry: 1000,
            },
          ],
        },
      },
    ],
  },
  {
    name: 'data that is not a string is sent as JSON text',
    steps: [
      {
        do: 'send',
        request: {
          method: 'POST',
          headers: json,
          body: '[{"topic":"<run>","data":{"n":[1,null]}},{"topic":"<run>","data":false},{"topic":"<run>","data":null},{"topic":"<run>"},{"topic":"<run>","data":"a\\r\\nb"}]',
        },
        json: {},
      },
      {
        do: 'send',
        request: { query: '?topic=<run>&since=earliest', headers: page },
        json: {
          events: [{ data: '{"n":[1,null]}' }, { data: 'false' }, { data: 'null' }, { data: '' }, { data: 'a\r\nb' }],
        },
      },
    ],
  },
  {
    name: 'an id that the log holds is not kept again, and is answered the same',
    steps: [
      {
        do: 'send',
        request: { method: 'POST', headers: json, body: '{"topic":"<run>","id":"<run>-1","data":"first"}' },
        json: { id: '<run>-1' },
      },
      {
        do: 'send',
        request: { method: 'POST', headers: json, body: '{"topic":"<run>","id":"<run>-1","data":"again"}' },
        json: { id: '<run>-1' },
      },
      {
        do: 'send',
        request: { query: '?topic=<run>&since=earliest', headers: page },
        json: { events: [{ id: '<run>-1', data: 'first' }] },
      },
    ],
  },
];
