import type { Case, Step } from '../case.ts';

const json = { 'content-type': 'application/json' };

function publish(body: string): Step {
  return { do: 'send', request: { method: 'POST', headers: json, body }, json: {} };
}

export const streams: readonly Case[] = [
  {
    name: 'a stream opens with the heartbeat interval, a reconnection time and a cursor',
    steps: [
      {
        do: 'open',
        stream: 's',
        request: { query: '?topic=<run>', headers: { accept: 'text/event-stream' } },
        opening: {
          heartbeatComment: { like: '^heartbeat [1-9][0-9]* ([a-z-]+ )*unique-ids\\b' },
          cursor: { like: '^[0-9a-z]{1,32}-[0-9]+$' },
        },
      },
      {
        do: 'send',
        request: { method: 'HEAD', query: '?topic=<run>' },
        headers: {
          'content-type': 'text/event-stream',
          'cache-control': 'no-store, no-transform',
          'x-accel-buffering': 'no',
        },
        text: '',
      },
    ],
  },
  {
    name: 'live events arrive with their fields, and only those that are selected',
    steps: [
      { do: 'open', stream: 's', request: { query: '?topic=<run>/a' } },
      publish(
        '[{"topic":"<run>/b","data":"other"},{"topic":"<run>/a","event":"note","data":"one\\ntwo","id":"<run>-n","retry":2500},{"topic":"<run>/a","data":" leading space"}]',
      ),
      {
        do: 'next',
        stream: 's',
        event: { data: 'one\ntwo', event: 'note', id: '<run>-n', retry: 2500, topics: { absent: true } },
      },
      { do: 'next', stream: 's', event: { data: ' leading space', event: { absent: true }, id: { like: '-[0-9]+$' } } },
    ],
  },
  {
    name: 'a stream that selects more than one topic names the topics of each event that it selects',
    steps: [
      { do: 'open', stream: 'pattern', request: { query: '?topic=<run>/orders/:id' } },
      { do: 'open', stream: 'two', request: { query: '?topic=<run>/orders/1&topic=<run>/news' } },
      publish('{"topic":["<run>/orders/1","<run>/news","<run>/orders/1/items"],"data":"x"}'),
      { do: 'next', stream: 'pattern', event: { data: 'x', topics: ['<run>/orders/1'] } },
      { do: 'next', stream: 'two', event: { data: 'x', topics: ['<run>/orders/1', '<run>/news'] } },
    ],
  },
  {
    name: 'patterns match as the table of patterns says',
    steps: [
      { do: 'open', stream: 'segment', request: { query: '?topic=<run>/:name/end' } },
      { do: 'open', stream: 'rest', request: { query: '?topic=<run>/rest/*' } },
      publish(
        '[{"topic":"<run>//end"},{"topic":"<run>/a/b/end"},{"topic":"<run>/a/end","data":"segment"},{"topic":"<run>/rest"},{"topic":"<run>/restless/x"},{"topic":"<run>/rest/a/b","data":"rest"},{"topic":"<run>/rest/","data":"empty segment"}]',
      ),
      { do: 'next', stream: 'segment', event: { data: 'segment' } },
      { do: 'next', stream: 'rest', event: { data: 'rest' } },
      { do: 'next', stream: 'rest', event: { data: 'empty segment' } },
    ],
  },
  {
    name: 'a stream resumes after its cursor, without hole or double, from the header',
    steps: [
      { do: 'open', stream: 'first', request: { query: '?topic=<run>' } },
      publish('[{"topic":"<run>","data":1},{"topic":"<run>","data":2}]'),
      { do: 'next', stream: 'first', event: { data: '1' }, keep: { cursor: 'lastEventId' } },
      { do: 'leave', stream: 'first' },
      publish('{"topic":"<run>","data":3}'),
      { do: 'open', stream: 'again', request: { query: '?topic=<run>', headers: { 'last-event-id': '<cursor>' } } },
      publish('{"topic":"<run>","data":4}'),
      { do: 'next', stream: 'again', event: { data: '2' } },
      { do: 'next', stream: 'again', event: { data: '3' } },
      { do: 'next', stream: 'again', event: { data: '4' } },
    ],
  },
  {
    name: 'the cursor of the opening block resumes a stream that never had an event',
    steps: [
      { do: 'open', stream: 'first', request: { query: '?topic=<run>' }, keep: { cursor: 'cursor' } },
      { do: 'leave', stream: 'first' },
      publish('{"topic":"<run>","data":"meanwhile"}'),
      { do: 'open', stream: 'again', request: { query: '?topic=<run>', headers: { 'last-event-id': '<cursor>' } } },
      { do: 'next', stream: 'again', event: { data: 'meanwhile' } },
    ],
  },
  {
    name: "a publisher's own id is a cursor; the query may carry it, and since does not count beside it",
    steps: [
      publish('[{"topic":"<run>","data":1,"id":"<run>-a"},{"topic":"<run>","data":2,"id":"<run>-b"}]'),
      { do: 'open', stream: 'a', request: { query: '?topic=<run>&since=earliest&last_event_id=<run>-a' } },
      { do: 'next', stream: 'a', event: { data: '2', id: '<run>-b' } },
      { do: 'open', stream: 'b', request: { query: '?topic=<run>&lastEventID=<run>-a' } },
      { do: 'next', stream: 'b', event: { data: '2' } },
      {
        do: 'open',
        stream: 'header',
        request: { query: '?topic=<run>&last_event_id=nonsense', headers: { 'last-event-id': '<run>-a' } },
      },
      { do: 'next', stream: 'header', event: { data: '2' } },
    ],
  },
  {
    name: 'since=earliest begins with all that is kept, since=now with what comes',
    steps: [
      publish('{"topic":"<run>","data":"kept"}'),
      { do: 'open', stream: 'earliest', request: { query: '?topic=<run>&since=earliest' } },
      { do: 'open', stream: 'now', request: { query: '?topic=<run>&since=now' } },
      publish('{"topic":"<run>","data":"new"}'),
      { do: 'next', stream: 'earliest', event: { data: 'kept' } },
      { do: 'next', stream: 'earliest', event: { data: 'new' } },
      { do: 'next', stream: 'now', event: { data: 'new' } },
    ],
  },
  {
    name: 'since=latest begins with the newest event of each topic and key',
    steps: [
      publish(
        '[{"topic":"<run>/a","key":"x","data":"x1"},{"topic":"<run>/a","key":"y","data":"y1"},{"topic":"<run>/b","key":"x","data":"b1"},{"topic":"<run>/a","key":"x","data":"x2"}]',
      ),
      { do: 'open', stream: 's', request: { query: '?topic=<run>/*&since=latest' } },
      publish('{"topic":"<run>/a","key":"z","data":"live"}'),
      { do: 'next', stream: 's', event: { data: 'y1' } },
      { do: 'next', stream: 's', event: { data: 'b1' } },
      { do: 'next', stream: 's', event: { data: 'x2' } },
      { do: 'next', stream: 's', event: { data: 'live' } },
    ],
  },
  {
    name: 'a cursor of another epoch is answered with a gap, then all that is kept, and a resume from the gap is exact',
    steps: [
      publish('{"topic":"<run>","data":"kept"}'),
      {
        do: 'open',
        stream: 's',
        request: { query: '?topic=<run>', headers: { 'last-event-id': 'anotherepoch-7' } },
        opening: { heartbeatComment: { like: '^heartbeat ' }, cursor: { absent: true } },
      },
      {
        do: 'next',
        stream: 's',
        event: { event: 'gap', data: '{"reason":"epoch","after":"anotherepoch-7"}', id: { like: '-[0-9]+$' } },
        keep: { cursor: 'id' },
      },
      { do: 'next', stream: 's', event: { data: 'kept' } },
      { do: 'open', stream: 'again', request: { query: '?topic=<run>', headers: { 'last-event-id': '<cursor>' } } },
      { do: 'next', stream: 'again', event: { data: 'kept', event: { absent: true } } },
    ],
  },
  {
    name: 'a cursor that is no id of the log is answered with a gap',
    steps: [
      { do: 'open', stream: 's', request: { query: '?topic=<run>', headers: { 'last-event-id': '<run>-never' } } },
      { do: 'next', stream: 's', event: { event: 'gap', data: '{"reason":"unknown","after":"<run>-never"}' } },
    ],
  },
];
