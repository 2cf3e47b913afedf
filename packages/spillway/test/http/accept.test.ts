import { expect, test } from 'vitest';
import { negotiate } from '../../src/http/accept.ts';

test.for([
  // What a native EventSource, curl and a fetch without headers send.
  [undefined, 'stream'],
  ['', 'stream'],
  ['text/event-stream', 'stream'],
  ['*/*', 'stream'],
  ['text/*', 'stream'],
  ['TEXT/Event-Stream', 'stream'],
  ['text/event-stream; charset=utf-8', 'stream'],
  // A browser that a person points at the URL.
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'stream'],

  ['application/json', 'page'],
  ['application/*', 'page'],
  ['Application/JSON ; charset=utf-8', 'page'],
  // Equally welcome, but named: the default of HTTP clients for JSON.
  ['application/json, text/plain, */*', 'page'],
  ['application/json, */*', 'page'],
  ['application/json, text/*', 'page'],

  // Both named.
  ['text/event-stream, application/json', 'stream'],
  ['application/json, text/event-stream', 'stream'],
  ['text/event-stream;q=0.5, application/json', 'page'],
  ['text/event-stream;q=0.9, application/json;q=0.8', 'stream'],
  ['application/json;q=0.1, */*;q=0.2', 'stream'],

  // The most precise range decides, also when it refuses.
  ['text/event-stream;q=0, */*', 'page'],
  ['*/*, text/event-stream;q=0', 'page'],
  ['application/json;q=0, */*', 'stream'],
  ['application/json; q=0.000, text/event-stream; q=0.001', 'stream'],

  ['text/html', 'neither'],
  ['image/*', 'neither'],
  ['*/*;q=0', 'neither'],
  ['text/event-stream;q=0, application/json;q=0', 'neither'],
  ['text/event-stream;q=none', 'stream'],
  ['nonsense, application/json', 'page'],
] as const)('Accept: %s → %s', ([accept, wanted]) => {
  expect(negotiate(accept)).toBe(wanted);
});
