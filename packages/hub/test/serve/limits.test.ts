import { describe, expect, test } from 'vitest';
import { startCommand } from '../cli/command.ts';
import { kept } from '../requests.ts';

interface Limit {
  readonly option: string;
  readonly value: number;
  readonly within: Asked;
  readonly over: Asked;
  readonly refusal: { readonly status: number; readonly code: string };
}

/** A publish, or the query of a GET. */
type Asked = { readonly publish: object } | { readonly get: string };

const event = (fields: object) => ({ publish: { topic: 'a', data: '', ...fields } });

const limits: readonly Limit[] = [
  {
    option: '--max-body-bytes',
    value: 100,
    within: event({ data: 'x'.repeat(70) }),
    over: event({ data: 'x'.repeat(80) }),
    refusal: { status: 413, code: 'body-too-large' },
  },
  {
    option: '--max-data-bytes',
    value: 10,
    within: event({ data: 'ünf Byte' }),
    over: event({ data: 'ünf Bytes ü' }),
    refusal: { status: 413, code: 'event-too-large' },
  },
  {
    option: '--max-topic-bytes',
    value: 4,
    within: event({ topic: 'a/bc' }),
    over: event({ topic: 'a/bcd' }),
    refusal: { status: 400, code: 'topic-too-long' },
  },
  {
    option: '--max-topic-bytes',
    value: 4,
    within: { get: 'topic=a/bc' },
    over: { get: 'topic=a/bcd' },
    refusal: { status: 400, code: 'topic-too-long' },
  },
  {
    option: '--max-id-bytes',
    value: 4,
    within: event({ id: '1234', event: 'kind', key: 'keys' }),
    over: event({ id: '12345' }),
    refusal: { status: 400, code: 'id-too-long' },
  },
  {
    option: '--max-event-topics',
    value: 2,
    within: event({ topic: ['a', 'b'] }),
    over: event({ topic: ['a', 'b', 'c'] }),
    refusal: { status: 400, code: 'too-many-topics' },
  },
  {
    option: '--max-stream-topics',
    value: 2,
    within: { get: 'topic=a&topic=b' },
    over: { get: 'topic=a&topic=b&topic=c' },
    refusal: { status: 400, code: 'too-many-topics' },
  },
  {
    option: '--max-batch-events',
    value: 2,
    within: { publish: [{ topic: 'a' }, { topic: 'a' }] },
    over: { publish: [{ topic: 'a' }, { topic: 'a' }, { topic: 'a' }] },
    refusal: { status: 413, code: 'batch-too-large' },
  },
  {
    option: '--max-page-events',
    value: 5,
    within: { get: 'topic=a&limit=5' },
    over: { get: 'topic=a&limit=6' },
    refusal: { status: 400, code: 'invalid-limit' },
  },
  {
    option: '--max-wait-seconds',
    value: 1,
    within: { get: 'topic=a&wait=0.1' },
    over: { get: 'topic=a&wait=1.1' },
    refusal: { status: 400, code: 'invalid-wait' },
  },
];

function ask(url: string, asked: Asked): Promise<Response> {
  if ('get' in asked) return fetch(`${url}/events?${asked.get}`, { headers: { accept: 'application/json' } });
  return fetch(`${url}/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(asked.publish),
  });
}

async function serve(...args: readonly string[]): Promise<string> {
  const command = startCommand(['serve', '--port', '0', '--log', 'memory:', ...args]);
  return /http:\S+/.exec((await command.line()) ?? '')?.[0] ?? '';
}

describe('every limit has a setting', () => {
  test.for(limits)('$option $value', async ({ option, value, within, over, refusal }) => {
    const url = await serve(option, String(value));
    expect((await ask(url, within)).status).toBe(200);
    const before = await kept(url, 'topic=*&limit=5');
    const refused = await ask(url, over);
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect(await refused.json()).toMatchObject(refusal);
    expect(await kept(url, 'topic=*&limit=5')).toEqual(before);
  });

  test('and each of these requests is within the limits where none is set', async () => {
    const url = await serve();
    for (const { over } of limits) expect((await ask(url, over)).status).toBe(200);
  });

  test('also how much is kept, and a stream that asks for more hears of the gap', async () => {
    const url = await serve('--keep-events', '2');
    for (const data of ['one', 'two', 'three']) await ask(url, event({ data }));
    expect(await kept(url)).toMatchObject([{ data: 'two' }, { data: 'three' }]);
    const page = await ask(url, { get: 'topic=a&since=earliest' });
    expect(await page.json()).toMatchObject({ events: [{ data: 'two' }, { data: 'three' }] });
  });
});
