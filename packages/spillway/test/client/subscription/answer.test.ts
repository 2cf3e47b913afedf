import { expect, test } from 'vitest';
import { classifyResponse } from '../../../src/client/answer.ts';
import { problemAnswer } from './simulation.ts';

const now = Date.UTC(2026, 0, 1);

function answer(status: number, contentType?: string, headers: Record<string, string> = {}): Response {
  const type = contentType === undefined ? {} : { 'Content-Type': contentType };
  return new Response(status === 204 ? null : 'body', { status, headers: { ...headers, ...type } });
}

test.each([
  [200, 'text/event-stream'],
  [200, 'Text/Event-Stream; charset=utf-8'],
  [201, ' text/event-stream ;charset=UTF-8'],
])('%d %s is the stream that was asked for', async (status, contentType) => {
  expect(await classifyResponse(answer(status, contentType), 'stream', now)).toBeUndefined();
});

test.each(['stream', 'long-polling'] as const)(
  'an event stream is read, also where a %s was asked for',
  async (asked) => {
    expect(await classifyResponse(answer(200, 'text/event-stream'), asked, now)).toBeUndefined();
  },
);

test.each(['application/json', 'application/json; charset=utf-8'])(
  '%s is the page that was asked for',
  async (type) => {
    expect(await classifyResponse(answer(200, type), 'long-polling', now)).toBeUndefined();
  },
);

test.each([
  [200, 'text/html', 'failed', 'unexpected-content-type'],
  [200, undefined, 'failed', 'unexpected-content-type'],
  [200, 'text/eve', 'dropped', 'unexpected-content-type'],
  [200, 'application/json', 'failed', 'unexpected-content-type'],
  [200, 'text/event-streaming', 'failed', 'unexpected-content-type'],
  [400, 'text/event-stream', 'failed', 'unexpected-status'],
  [404, 'text/html', 'failed', 'unexpected-status'],
  [405, undefined, 'failed', 'unexpected-status'],
  [410, undefined, 'failed', 'unexpected-status'],
  [401, undefined, 'refused', 'unexpected-status'],
  [403, undefined, 'refused', 'unexpected-status'],
  [408, undefined, 'dropped', 'unexpected-status'],
  [429, undefined, 'dropped', 'unexpected-status'],
  [500, 'text/event-stream', 'dropped', 'unexpected-status'],
  [502, 'text/html', 'dropped', 'unexpected-status'],
  [599, undefined, 'dropped', 'unexpected-status'],
])('%d %s, where a stream was asked for: %s', async (status, contentType, type, code) => {
  const input = await classifyResponse(answer(status, contentType), 'stream', now);
  expect(input).toMatchObject({ type, error: { code, status } });
});

test('204 is the end', async () => {
  expect(await classifyResponse(answer(204), 'stream', now)).toEqual({ type: 'ended' });
});

test('a problem speaks for itself', async () => {
  expect(await classifyResponse(problemAnswer(400, 'missing-topic'), 'stream', now)).toMatchObject({
    type: 'failed',
    error: { code: 'missing-topic', message: 'what missing-topic means', status: 400 },
  });
});

test('a problem that cannot be read has its status', async () => {
  const broken = answer(503, 'application/problem+json', { 'Retry-After': '2' });
  expect(await classifyResponse(broken, 'stream', now)).toMatchObject({
    type: 'dropped',
    error: { code: 'unexpected-status', message: 'the server answered 503, application/problem+json' },
    floorMs: 2000,
  });
});
