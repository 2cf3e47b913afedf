import { describe, expect, test } from 'vitest';
import type { LoadPlan } from '../../src/load/plan.ts';
import { type LoadSettings, planOf } from '../../src/load/settings.ts';

const byDefault: Omit<LoadSettings, 'url'> = {
  subscribers: 1000,
  topics: 1,
  header: [],
  transport: 'http1',
  say: [],
  stalled: 0,
  storm: 0,
  behind: 100,
  publishHeader: [],
  batch: 1,
  publishers: 4,
  size: 100,
  idle: 2,
  warmup: 2,
  duration: 10,
  drain: 10,
  pid: [],
  threads: 2,
};

function plan(url: string, settings: Partial<LoadSettings> = {}): LoadPlan {
  return planOf({ ...byDefault, ...settings, url });
}

const publishUrl = 'http://127.0.0.1/publish?topic={topic}';

describe('a URL without {topic} is taken for a Spillway hub', () => {
  test.each([
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000/events'],
    ['http://127.0.0.1:3000/', 'http://127.0.0.1:3000/events'],
    ['https://hub.example/live/events', 'https://hub.example/live/events'],
  ])('%s', (url, events) => {
    const { subscribing, publishing } = plan(url);
    expect(subscribing.url).toBe(`${events}?topic={topic}`);
    expect(publishing).toMatchObject({ url: events, body: '{"topic":"{topic}","data":"{data}"}' });
  });

  test('whose query is kept, and which is asked for own topics', () => {
    const { subscribing } = plan('http://127.0.0.1/events?since=earliest', { ownTopics: true });
    expect(subscribing.url).toBe('http://127.0.0.1/events?since=earliest&topic={topic}&topic={own}');
  });
});

test('with a URL to publish to nothing is added', () => {
  const { subscribing, publishing } = plan('http://127.0.0.1/all', { publishUrl: 'http://127.0.0.1/all' });
  expect(subscribing.url).toBe('http://127.0.0.1/all');
  expect(publishing).toEqual({ url: 'http://127.0.0.1/all', headers: [], body: '{data}' });
});

test('over HTTP/2 a connection carries 100 streams, if nothing else is said', () => {
  const url = 'https://127.0.0.1/';
  expect(plan(url, { transport: 'http2' })).toMatchObject({ connections: 10, threads: 2 });
  expect(plan(url, { transport: 'http2', subscribers: 50 })).toMatchObject({ connections: 1, threads: 1 });
  expect(plan(url, { transport: 'http2', connections: 7 })).toMatchObject({ connections: 7 });
  expect(plan(url)).toMatchObject({ connections: 1000 });
});

describe('refused with a message that says what to do', () => {
  test.each<[string, Partial<LoadSettings>, RegExp]>([
    ['127.0.0.1:3000', {}, /^"127\.0\.0\.1:3000.*" is no URL: give one such as http:\/\/127\.0\.0\.1:3000$/],
    ['ftp://127.0.0.1/', {}, /must begin with http or https$/],
    ['http://127.0.0.1/{topic}', {}, /^with \{topic\} in the URL there must be a --publish-url/],
    [
      'http://127.0.0.1/{subject}',
      {},
      /^\{subject\} is no placeholder here: there are \{topic\}, \{own\}, \{subscriber\}$/,
    ],
    [
      'http://127.0.0.1/',
      { publishBody: '{"data":"{text}"}' },
      /^\{text\} is no placeholder here: .* \{topic\}, \{data\}$/,
    ],
    ['http://127.0.0.1/', { publishBody: 'hello' }, /^\{data\} must be in --publish-body/],
    ['http://127.0.0.1/a', { publishUrl, topics: 2 }, /\{topic\} must be in the URL$/],
    ['http://127.0.0.1/{topic}', { publishUrl: 'http://127.0.0.1/', topics: 2 }, /\{topic\} must be in --publish-url/],
    ['http://127.0.0.1/{topic}', { publishUrl, ownTopics: true }, /^with --own-topics, \{own\} must be in the URL$/],
    ['http://127.0.0.1/', { header: ['nonsense'] }, /^"nonsense" is no header: give it as "Name: value"$/],
    ['http://127.0.0.1/', { publishHeader: ['a: b\r\nc: d'] }, /is no header/],
    ['http://127.0.0.1/', { size: 31 }, /^--size must be at least 32/],
    ['http://127.0.0.1/', { publishers: 10_001 }, /^--publishers must be at most 10000$/],
    ['http://127.0.0.1/', { stalled: 600, storm: 500 }, /together they are more$/],
    ['http://127.0.0.1/', { transport: 'http2' }, /needs an https URL/],
    ['http://127.0.0.1/', { say: ['hello'] }, /^--say is for --transport websocket$/],
    ['ws://127.0.0.1/', { publishUrl, transport: 'websocket', storm: 1 }, /^--storm needs event streams/],
  ])('%s %o', (url, settings, message) => {
    expect(() => plan(url, settings)).toThrow(message);
  });
});
