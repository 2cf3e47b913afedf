import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { useEvents, useLatest, useStream } from '../../src/react/index.ts';

test('a server renders what a page begins with, and connects to nothing', () => {
  const fetch = vi.spyOn(globalThis, 'fetch');
  onTestFinished(() => fetch.mockRestore());
  expect(renderToString(createElement(Everything))).toBe('0/connecting/0//idle/closed');
  expect(fetch).not.toHaveBeenCalled();
});

function Everything() {
  const { events, state } = useEvents('/events', { topics: ['a'] });
  const { latest } = useLatest('/events', { topics: ['a'], by: 'topic' });
  const { text, status } = useStream('/answer', { autoStart: true });
  const nothing = useEvents(null);
  return [events.length, state.phase, latest.size, text, status, nothing.state.phase].join('/');
}

describe('wrong use is refused, and the message says what to do', () => {
  test.each([
    ['a URL that was forgotten', () => useEvents(undefined as never), /undefined is no URL: .*null/],
    ['options in place of the URL', () => useStream({ url: '/answer' } as never), /is no URL/],
    ['nothing to keep', () => useEvents('/events', { keep: 0 }), /keep is 0: .*1 or more/],
    ['no number to keep', () => useStream('/answer', { keep: Number.NaN }), /keep is NaN/],
    [
      'another kind of key',
      () => useLatest('/events', { by: 'key' as 'topic' }),
      /by key: pass 'topic', or a function/,
    ],
  ])('%s', (_, useIt, message) => {
    function Wrong() {
      useIt();
      return null;
    }
    expect(() => renderToString(createElement(Wrong))).toThrow(
      expect.objectContaining({ code: 'invalid-option', message: expect.stringMatching(message) }),
    );
  });
});
