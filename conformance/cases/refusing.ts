import type { Case, Expected, RequestData } from '../case.ts';

const json = { 'content-type': 'application/json' };
const ndjson = { 'content-type': 'application/x-ndjson' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** A POST that must be answered with a problem, and of which nothing may be kept. */
function refused(name: string, request: RequestData, status: number, code: string, more: Expected = {}): Case {
  return {
    name,
    steps: [
      {
        do: 'send',
        request: { method: 'POST', headers: json, ...request },
        status,
        headers: { 'content-type': { like: '^application/problem\\+json' } },
        json: {
          type: { like: '.' },
          title: { like: '.' },
          status,
          detail: { like: '.' },
          code,
          ...(more as Record<string, Expected>),
        },
      },
      {
        do: 'send',
        request: { query: '?topic=<run>&topic=<run>/*&since=earliest', headers: { accept: 'application/json' } },
        json: { events: [] },
      },
    ],
  };
}

/** A GET that must be answered with a problem, whether it asks for a stream or for a page. */
function refusedGet(name: string, request: RequestData, status: number, code: string): Case {
  const accepts = request.headers?.['accept'] === undefined ? ['text/event-stream', 'application/json'] : [undefined];
  return {
    name,
    steps: accepts.map((accept) => ({
      do: 'send',
      request: { ...request, headers: { ...(accept !== undefined && { accept }), ...request.headers } },
      status,
      headers: { 'content-type': { like: '^application/problem\\+json' } },
      json: { status, code },
    })),
  };
}

const manyTopics = Array.from({ length: 101 }, (_, at) => `topic=<run>/${at}`).join('&');
const manyTopicsJson = Array.from({ length: 101 }, (_, at) => `"<run>/${at}"`).join(',');

export const refusing: readonly Case[] = [
  refused('a body that is not JSON', { body: '{"topic":"<run>"' }, 400, 'malformed-json'),
  refused('an empty body', { body: '' }, 400, 'malformed-json'),
  refused('an event that is no object', { body: '"<run>"' }, 400, 'invalid-event'),
  refused('an empty batch', { body: '[]' }, 400, 'invalid-event'),
  refused('a member that events do not have', { body: '{"topic":"<run>","dat":"x"}' }, 400, 'invalid-event'),
  refused('an event without a topic', { body: '{"data":"x"}' }, 400, 'missing-topic'),
  refused('a topic with a control character', { body: '{"topic":"<run>\\u0000"}' }, 400, 'invalid-topic'),
  refused('a pattern as topic', { body: '{"topic":"<run>/*"}' }, 400, 'invalid-topic'),
  refused('a topic over 1,024 bytes', { body: '{"topic":"<run>/<1024 x>"}' }, 400, 'topic-too-long'),
  refused('over 100 topics', { body: `{"topic":[${manyTopicsJson}]}` }, 400, 'too-many-topics'),
  refused('an id with LF', { body: '{"topic":"<run>","id":"a\\nb"}' }, 400, 'invalid-field'),
  refused('an id over 255 bytes', { body: '{"topic":"<run>","id":"<254 x>é"}' }, 400, 'id-too-long'),
  refused('an id with a space at its end', { body: '{"topic":"<run>","id":"a "}' }, 400, 'invalid-field'),
  refused('an event type with CR', { body: '{"topic":"<run>","event":"a\\rb"}' }, 400, 'invalid-field'),
  refused('the event type gap', { body: '{"topic":"<run>","event":"gap"}' }, 400, 'invalid-field'),
  refused('a key with a control character', { body: '{"topic":"<run>","key":"\\u0001"}' }, 400, 'invalid-field'),
  refused('a ttl that is not above 0', { body: '{"topic":"<run>","ttl":0}' }, 400, 'invalid-field'),
  refused('a retry that is not whole', { body: '{"topic":"<run>","retry":0.5}' }, 400, 'invalid-field'),
  refused('data with NUL', { body: '{"topic":"<run>","data":"\\u0000"}' }, 400, 'invalid-field'),
  refused('a lone surrogate', { body: '{"topic":"<run>","data":"\\ud83d"}' }, 400, 'lone-surrogate'),
  refused('bytes that are not UTF-8', { bytes: '22ff22' }, 400, 'invalid-utf8'),
  refused('a body over 1 MiB', { body: '{"topic":"<run>","data":"<1048576 x>"}' }, 413, 'body-too-large'),
  refused(
    'text/plain',
    { headers: { 'content-type': 'text/plain' }, body: '{"topic":"<run>"}' },
    415,
    'unsupported-content-type',
  ),
  refused('no content type', { headers: {}, body: '{"topic":"<run>"}' }, 415, 'unsupported-content-type'),
  refused(
    'another charset than UTF-8',
    { headers: { 'content-type': 'application/json; charset=utf-16' }, body: '{"topic":"<run>"}' },
    415,
    'unsupported-content-type',
  ),
  refused(
    'a compressed body',
    { headers: { ...json, 'content-encoding': 'gzip' }, body: '{"topic":"<run>"}' },
    415,
    'unsupported-content-encoding',
  ),
  refused(
    'an array with one bad event: all of it, and the problem says which',
    { body: '[{"topic":"<run>"},{"topic":"<run>","ttl":-1}]' },
    400,
    'invalid-field',
    { index: 1 },
  ),
  refused(
    'NDJSON with one line that is not JSON: all of it, and the problem says which',
    { headers: ndjson, body: '{"topic":"<run>"}\n\n{"topic":"<run>"\n' },
    400,
    'malformed-json',
    { line: 3 },
  ),
  refused(
    'NDJSON with one line that is no event: all of it, and the problem says which',
    { headers: ndjson, body: '{"topic":"<run>"}\n{"topic":""}\n' },
    400,
    'invalid-topic',
    { line: 2 },
  ),
  refused('a form without a topic', { headers: form, body: 'data=x' }, 400, 'missing-topic'),
  refused('a form with two data', { headers: form, body: 'topic=<run>&data=x&data=y' }, 400, 'invalid-field'),
  refused('a form that is not UTF-8', { headers: form, body: 'topic=<run>&data=%FF' }, 400, 'invalid-utf8'),
  {
    name: "an id of the form of the hub's own cursors",
    steps: [
      {
        do: 'send',
        request: { method: 'POST', headers: json, body: '{"topic":"<run>"}' },
        json: {},
        keep: { id: 'id' },
      },
      {
        do: 'send',
        request: { method: 'POST', headers: json, body: '{"topic":"<run>","id":"<id>0"}' },
        status: 400,
        json: { code: 'invalid-field' },
      },
    ],
  },

  refusedGet('a GET without a topic', { query: '' }, 400, 'missing-topic'),
  refusedGet('a GET with an empty topic', { query: '?topic=' }, 400, 'invalid-pattern'),
  refusedGet('a GET with * before the last segment', { query: '?topic=a/*/b' }, 400, 'invalid-pattern'),
  refusedGet('a GET with a nameless segment', { query: '?topic=a/:' }, 400, 'invalid-pattern'),
  refusedGet('a GET with a pattern over 1,024 bytes', { query: '?topic=<1025 x>' }, 400, 'topic-too-long'),
  refusedGet('a GET with over 100 topics', { query: `?${manyTopics}` }, 400, 'too-many-topics'),
  refusedGet('a GET that is not UTF-8', { query: '?topic=%FF' }, 400, 'invalid-utf8'),
  refusedGet('a GET with an unknown opening', { query: '?topic=a&opening=none' }, 400, 'invalid-opening'),
  refusedGet('a GET with an unknown since', { query: '?topic=a&since=1h' }, 400, 'invalid-since'),
  refusedGet('a cursor over 255 bytes', { query: '?topic=a&last_event_id=<256 x>' }, 400, 'invalid-cursor'),
  refusedGet('a cursor with a control character', { query: '?topic=a&last_event_id=%00' }, 400, 'invalid-cursor'),
  refusedGet('a limit over 1,000', { query: '?topic=a&limit=1001' }, 400, 'invalid-limit'),
  refusedGet('a limit of 0', { query: '?topic=a&limit=0' }, 400, 'invalid-limit'),
  refusedGet('a wait over 60 seconds', { query: '?topic=a&wait=61' }, 400, 'invalid-wait'),
  refusedGet(
    'an Accept that refuses streams and JSON',
    { query: '?topic=a', headers: { accept: 'text/html' } },
    406,
    'not-acceptable',
  ),
  {
    name: 'a method that the resource does not have',
    steps: [
      {
        do: 'send',
        request: { method: 'DELETE', query: '?topic=a' },
        status: 405,
        headers: { allow: { like: 'GET.*POST' } },
        json: { code: 'method-not-allowed' },
      },
    ],
  },
];
