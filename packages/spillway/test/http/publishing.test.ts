import { describe, expect, test } from 'vitest';
import { createEventsHandler } from '../../src/http/events-handler.ts';
import { form, json, mountHub, ndjson, pageIn, problemIn } from './mounted-hub.ts';

const long = (bytes: number) => 'x'.repeat(bytes);

describe('a publish is answered with the ids under which subscribers get the events', () => {
  test('one event with one id', async () => {
    const { publish, kept } = mountHub();
    const answer = await publish({ topic: 'orders/42', data: 'paid' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toEqual({ id: 'e1-1' });
    expect(await kept()).toEqual(['paid']);
  });

  test('an array with ids in its order, also an array of one', async () => {
    const { post } = mountHub();
    const answer = await post('[{"topic":"a"},{"topic":"b","id":"mine"},{"topic":"a"}]');
    expect(await answer.json()).toEqual({ ids: ['e1-1', 'mine', 'e1-3'] });
    expect(await (await post('[{"topic":"a"}]')).json()).toEqual({ ids: ['e1-4'] });
  });

  test('publishing the same id again keeps nothing more and is answered the same', async () => {
    const { publish, kept } = mountHub();
    const event = { topic: 'a', data: 'once', id: 'retry-7' };
    expect(await (await publish(event)).json()).toEqual({ id: 'retry-7' });
    expect(await (await publish(event)).json()).toEqual({ id: 'retry-7' });
    expect(await kept()).toEqual(['once']);
  });
});

describe('JSON', () => {
  test('data that is not a string is sent as JSON text, a string as it is', async () => {
    const { post, kept } = mountHub();
    await post(
      '[{"topic":"a","data":{"b":[1,null]}},{"topic":"a","data":"text"},{"topic":"a","data":null},{"topic":"a"},{"topic":"a","data":false}]',
    );
    expect(await kept()).toEqual(['{"b":[1,null]}', 'text', 'null', '', 'false']);
  });

  test.for([
    ['digits within strings are text', '["12345678901234567890","\\"12345678901234567890"]'],
    ['a string may be long and full of escapes', `["${'\\"\\\\'.repeat(100_000)}"]`],
    ['a member may have any name', '{"__proto__":{"__proto__":"x"},"constructor":1}'],
    ['lists may be long', `[${Array.from({ length: 20_000 }, (_, n) => n).join(',')}]`],
  ] as const)('beside a number that a double cannot hold, %s', async ([, rest]) => {
    const { post, kept } = mountHub();
    const data = `{"n":-12345678901234567890.5e-3,"rest":${rest},"__proto__":1e400}`;
    expect((await post(`{"topic":"a","data":${data}}`)).status).toBe(200);
    expect(await kept()).toEqual([data]);
  });

  test('numbers that a double cannot hold keep their digits', async () => {
    const { post, kept } = mountHub();
    await post('{"topic":"a","data":{"id":1234567890123456789,"big":1e400,"small":-2.5,"pi":3.14159265358979323846}}');
    await post('{"topic":"a","data":12345678901234567890,"ttl":60}');
    expect(await kept()).toEqual([
      '{"id":1234567890123456789,"big":1e400,"small":-2.5,"pi":3.14159265358979323846}',
      '12345678901234567890',
    ]);
  });

  test('every field of an event arrives', async () => {
    const { publish, page } = mountHub();
    await publish({ topic: ['a', 'b'], event: 'paid', data: 'x', id: 'i', key: 'k', ttl: 60, retry: 5000 });
    const { events } = await pageIn(await page('?topic=*&since=earliest'));
    expect(events).toEqual([
      { id: 'i', topic: ['a', 'b'], event: 'paid', key: 'k', data: 'x', ttl: 60, retry: 5000, time: 1_800_000_000_000 },
    ]);
  });

  test('a byte order mark, white space and duplicate members are no mistake', async () => {
    const { post, kept } = mountHub();
    const answer = await post('\ufeff { "topic": "a", "data": "first", "data": "last" } \r\n');
    expect(answer.status).toBe(200);
    expect(await kept()).toEqual(['last']);
  });

  test('data that is nested too deep to be written again is refused', async () => {
    const { post, faults, kept } = mountHub();
    const answer = await post(`{"topic":"a","data":${'['.repeat(200_000)}${']'.repeat(200_000)}}`);
    expect(answer.status).toBe(400);
    expect(await problemIn(answer)).toMatchObject({ code: 'invalid-event' });
    expect([await kept(), faults]).toEqual([[], []]);
  });
});

describe('NDJSON is one atomic batch', () => {
  test.for([
    'application/x-ndjson',
    'application/ndjson',
    'application/jsonl',
    'Application/X-NDJSON; charset="UTF-8"',
  ])('as %s', async (type) => {
    const { post, kept } = mountHub();
    const answer = await post('{"topic":"a","data":1}\r\n\n  \n{"topic":"b","data":2}', { 'content-type': type });
    expect(await answer.json()).toEqual({ ids: ['e1-1', 'e1-2'] });
    expect(await kept()).toEqual(['1', '2']);
  });

  test('a line that is not JSON refuses all, and the problem says which line it is', async () => {
    const { post, kept } = mountHub();
    const answer = await post('{"topic":"a"}\n\n{"topic":"a"\n{"topic":"a"}\n', ndjson);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      detail: 'line 3 is not JSON',
      code: 'malformed-json',
      line: 3,
    });
    expect(await kept()).toEqual([]);
  });

  test('a line that is no event refuses all, and the problem says which line it is', async () => {
    const { post, kept } = mountHub();
    const answer = await post('\n{"topic":"a"}\n{"topic":"a","id":"x\\ny"}\n', ndjson);
    const problem = await problemIn(answer);
    expect(problem).toMatchObject({ status: 400, code: 'invalid-field', line: 3 });
    expect(problem.detail).toMatch(/^line 3: id must not hold control characters/);
    expect(await kept()).toEqual([]);
  });
});

test('an array with a bad event is refused as a whole, and the problem says which event it is', async () => {
  const { post, kept } = mountHub();
  const answer = await post('[{"topic":"a"},{"data":"no topic"}]');
  expect(await problemIn(answer)).toMatchObject({ status: 400, code: 'missing-topic', index: 1 });
  expect(await kept()).toEqual([]);
});

describe('forms', () => {
  test('an HTML form or curl --data-urlencode publishes one event', async () => {
    const { post, page } = mountHub();
    const fields = 'topic=a&topic=b%2Fc&data=1+%2B+1%0A%3D+2+%25+%E2%82%AC&event=sum&id=7&key=k&ttl=1.5&retry=100';
    expect(await (await post(fields, form)).json()).toEqual({ id: '7' });
    const { events } = await pageIn(await page('?topic=*&since=earliest'));
    expect(events).toMatchObject([
      { id: '7', topic: ['a', 'b/c'], data: '1 + 1\n= 2 % €', event: 'sum', key: 'k', ttl: 1.5, retry: 100 },
    ]);
  });

  test.for([
    ['data=x', 'missing-topic'],
    ['topic=a&data=x&data=y', 'invalid-field'],
    ['topic=a&ttl=soon', 'invalid-field'],
    ['topic=a&retry=', 'invalid-field'],
    ['topic=a&titel=x', 'invalid-event'],
    ['topic=%ff', 'invalid-utf8'],
    ['', 'missing-topic'],
  ] as const)('%s → %s', async ([fields, code]) => {
    const { post, kept } = mountHub();
    const answer = await post(fields, form);
    expect(answer.status).toBe(400);
    expect(await problemIn(answer)).toMatchObject({ code });
    expect(await kept()).toEqual([]);
  });
});

describe('what is refused leaves nothing behind', () => {
  test.for([
    ['not JSON', '{"topic":', 400, 'malformed-json'],
    ['an empty body', '', 400, 'malformed-json'],
    ['no object', '7', 400, 'invalid-event'],
    ['an array in an array', '[[{"topic":"a"}]]', 400, 'invalid-event'],
    ['an empty batch', '[]', 400, 'invalid-event'],
    ['an unknown member', '{"topic":"a","topics":"b"}', 400, 'invalid-event'],
    ['no topic', '{"data":"x"}', 400, 'missing-topic'],
    ['no topics', '{"topic":[]}', 400, 'missing-topic'],
    ['an empty topic', '{"topic":""}', 400, 'invalid-topic'],
    ['a topic with a control character', '{"topic":"a\\u0007"}', 400, 'invalid-topic'],
    ['a pattern for a topic', '{"topic":"orders/*"}', 400, 'invalid-topic'],
    ['a topic that is a number', '{"topic":7}', 400, 'invalid-topic'],
    ['a topic of 1,025 bytes', `{"topic":"${long(1025)}"}`, 400, 'topic-too-long'],
    ['101 topics', JSON.stringify({ topic: Array.from({ length: 101 }, String) }), 400, 'too-many-topics'],
    ['a lone surrogate in the data', '{"topic":"a","data":"\\ud800"}', 400, 'lone-surrogate'],
    ['a lone surrogate in the topic', '{"topic":"\\udc00"}', 400, 'lone-surrogate'],
    ['an id with CR', '{"topic":"a","id":"x\\ry"}', 400, 'invalid-field'],
    ['an id of 256 bytes', `{"topic":"a","id":"${long(256)}"}`, 400, 'id-too-long'],
    ["an id of the form of the hub's cursors", '{"topic":"a","id":"e1-5"}', 400, 'invalid-field'],
    ['the event type gap', '{"topic":"a","event":"gap"}', 400, 'invalid-field'],
    ['a ttl of 0', '{"topic":"a","ttl":0}', 400, 'invalid-field'],
    ['an id that is null', '{"topic":"a","id":null}', 400, 'invalid-field'],
    ['over 1 MiB', `{"topic":"a","data":"${long(1024 * 1024)}"}`, 413, 'body-too-large'],
  ] as const)('%s', async ([, body, status, code]) => {
    const { post, kept, faults } = mountHub();
    const answer = await post(body);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.status).toBe(status);
    const problem = await problemIn(answer);
    expect(problem).toMatchObject({ type: 'about:blank', status, code });
    expect(problem.detail).not.toBe('');
    expect([await kept(), faults]).toEqual([[], []]);
  });

  test('a body that is not UTF-8', async () => {
    const { post, kept } = mountHub();
    const answer = await post(new Uint8Array([...new TextEncoder().encode('{"topic":"a","data":"'), 0xff, 0x22, 0x7d]));
    expect(await problemIn(answer)).toMatchObject({ status: 400, code: 'invalid-utf8' });
    expect(await kept()).toEqual([]);
  });

  test('a body that ends within a character', async () => {
    const { post } = mountHub();
    expect(await problemIn(await post(new Uint8Array([0x22, 0xe2, 0x82])))).toMatchObject({ code: 'invalid-utf8' });
  });

  test('a body that breaks off', async () => {
    const { hub, kept, faults } = mountHub();
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"topic":"a"')),
      pull: (controller) => controller.error(new Error('the client is gone')),
    });
    // The types of the DOM do not know `duplex`, without which a request takes no stream.
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', headers: json, body, duplex: 'half' };
    const request = new Request('http://hub.test/events', init);
    expect(await problemIn(await createEventsHandler(hub)(request))).toMatchObject({
      status: 400,
      code: 'incomplete-body',
    });
    expect([await kept(), faults]).toEqual([[], []]);
  });

  test.for([
    ['text/plain', 'unsupported-content-type'],
    ['application/xml', 'unsupported-content-type'],
    ['multipart/form-data; boundary=x', 'unsupported-content-type'],
    ['application/json; charset=iso-8859-1', 'unsupported-content-type'],
  ] as const)('the content type %s', async ([type, code]) => {
    const { post, kept } = mountHub();
    const answer = await post('{"topic":"a"}', { 'content-type': type });
    expect(answer.status).toBe(415);
    expect(answer.headers.get('accept-post')).toContain('application/json');
    expect(await problemIn(answer)).toMatchObject({ code });
    expect(await kept()).toEqual([]);
  });

  test('a body without a content type', async () => {
    const { post } = mountHub();
    const answer = await post(new TextEncoder().encode('{"topic":"a"}'), {});
    expect(await problemIn(answer)).toMatchObject({ status: 415, code: 'unsupported-content-type' });
  });

  test('a compressed body', async () => {
    const { post } = mountHub();
    const answer = await post('{"topic":"a"}', { ...json, 'content-encoding': 'gzip' });
    expect(await problemIn(answer)).toMatchObject({ status: 415, code: 'unsupported-content-encoding' });
  });
});

describe('every limit is an option', () => {
  test.for([
    [{ bodyBytes: 10 }, '{"topic":"a"}', 413, 'body-too-large'],
    [{ eventsPerBatch: 1 }, '[{"topic":"a"},{"topic":"a"}]', 413, 'batch-too-large'],
    [{ dataBytes: 3 }, '{"topic":"a","data":"long"}', 413, 'event-too-large'],
    [{ topicBytes: 1 }, '{"topic":"ab"}', 400, 'topic-too-long'],
    [{ idBytes: 1 }, '{"topic":"a","id":"ab"}', 400, 'id-too-long'],
    [{ topicsPerEvent: 1 }, '{"topic":["a","b"]}', 400, 'too-many-topics'],
  ] as const)('%o', async ([limits, body, status, code]) => {
    const { post, kept } = mountHub({ limits });
    expect(await problemIn(await post(body))).toMatchObject({ status, code });
    expect(await kept()).toEqual([]);
  });
});
