import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, onTestFinished, test, vi } from 'vitest';
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
