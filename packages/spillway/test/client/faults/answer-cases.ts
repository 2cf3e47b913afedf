import type { FaultCase } from './fault-case.ts';

/** Servers that answer with something else than what was asked for. */
export const answerCases: readonly FaultCase[] = [
  {
    name: '500, 502, 503, 504, 408 and 429, and then the stream',
    source: 'history',
    faults: [500, 502, 503, 504, 408, 429].map((status) => ({ does: 'answer', status })),
    expected: { waits: [500, 502, 503, 504, 408, 429].map((status) => `unexpected-status (${status})`) },
  },
  {
    name: 'a problem that passes, in the words of the hub',
    source: 'history',
    faults: [
      {
        does: 'answer',
        status: 503,
        headers: ['Content-Type: application/problem+json', 'Retry-After: 0'],
        body: '{"status":503,"code":"log-unavailable","detail":"the log cannot be reached"}',
      },
    ],
    expected: { waits: ['log-unavailable (503)'] },
  },
  {
    name: '429 with Retry-After in seconds',
    source: 'history',
    faults: [{ does: 'put off', status: 429, seconds: 1, as: 'seconds' }],
    expected: { waits: ['unexpected-status (429)'], awayMs: 1000 },
  },
  {
    name: '503 with Retry-After as a date',
    source: 'history',
    faults: [{ does: 'put off', status: 503, seconds: 1, as: 'date' }],
    expected: { waits: ['unexpected-status (503)'], awayMs: 1000 },
  },
  {
    name: '401 for a token that has expired: another is asked for at once',
    source: 'history',
    faults: [{ does: 'answer', status: 401 }],
    options: { renewsToken: true },
    expected: { waits: [], tokens: ['token-1', 'token-2'] },
  },
  {
    name: '403 for a token that has expired, in the midst of the stream',
    source: 'history',
    faults: [
      { does: 'cut', after: 540, by: 'end', afterMs: 20 },
      { does: 'answer', status: 403 },
    ],
    options: { renewsToken: true },
    expected: { waits: ['network'], tokens: ['token-1', 'token-2', 'token-3'] },
  },
  {
    name: '401 also with the second token',
    source: 'history',
    faults: [
      { does: 'answer', status: 401 },
      { does: 'answer', status: 401 },
    ],
    options: { renewsToken: true },
    expected: { end: 'unexpected-status (401)', waits: [], tokens: ['token-1', 'token-2'] },
  },
  ...[400, 401, 403, 404, 410, 304].map((status): FaultCase => ({
    name: `${status}, where nothing can be renewed`,
    source: 'history',
    faults: [{ does: 'answer', status }],
    expected: { end: `unexpected-status (${status})`, waits: [] },
  })),
  {
    name: 'a refusal in the words of the hub',
    source: 'history',
    faults: [
      {
        does: 'answer',
        status: 403,
        headers: ['Content-Type: application/problem+json'],
        body: '{"status":403,"code":"forbidden","detail":"orders/1 is not for you"}',
      },
    ],
    expected: { end: 'forbidden (403)', waits: [] },
  },
  {
    name: '404 after half of the stream',
    source: 'history',
    faults: [
      { does: 'cut', after: 540, by: 'end', afterMs: 20 },
      { does: 'answer', status: 404 },
    ],
    expected: { end: 'unexpected-status (404)', waits: ['network'] },
  },
  {
    name: '204: the stream has ended',
    source: 'history',
    faults: [{ does: 'answer', status: 204 }],
    expected: { end: 'the server ended it', waits: [] },
  },
  {
    name: 'a page of HTML with status 200, as portals of wireless networks answer',
    source: 'history',
    faults: [{ does: 'answer', status: 200, headers: ['Content-Type: text/html'], body: '<h1>Willkommen</h1>' }],
    expected: { end: 'unexpected-content-type (200)', waits: [] },
  },
  {
    name: 'events without a content type, as of a head that broke off, and then the stream',
    source: 'history',
    faults: [{ does: 'answer', status: 200, body: 'data: x\n\n' }],
    expected: { waits: ['unexpected-content-type (200)'] },
  },
  {
    name: 'a page of JSON that is no page of events',
    source: 'history',
    faults: [{ does: 'answer', status: 200, headers: ['Content-Type: application/json'], body: '{"error":"busy"}' }],
    options: { longPolling: 'always' },
    expected: { end: 'unexpected-content-type', waits: [] },
  },
];
