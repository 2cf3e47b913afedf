import { afterEach, expect, test, vi } from 'vitest';
import { followPage } from '../../../src/client/page-state.ts';
import type { PageState } from '../../../src/client/page-state.ts';

// The page's own signals, in real browsers, are in test/client/runtimes; this is what is made of them.

afterEach(() => {
  vi.unstubAllGlobals();
});

function follow() {
  const page = new EventTarget();
  const document = { hidden: false };
  const navigator = { onLine: true };
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('document', document);
  vi.stubGlobal('navigator', navigator);
  const told: PageState[] = [];
  const stop = followPage((state) => told.push(state));
  return { told, stop, document, navigator, fire: (type: string) => page.dispatchEvent(new Event(type)) };
}

const here = { hidden: false, frozen: false, offline: false };

test('the page is told at once, and after each of its signals', () => {
  const { told, document, navigator, fire } = follow();
  document.hidden = true;
  fire('visibilitychange');
  navigator.onLine = false;
  fire('offline');
  expect(told).toEqual([here, { ...here, hidden: true }, { hidden: true, frozen: false, offline: true }]);
});

test.each([
  ['freeze', 'resume'],
  ['pagehide', 'pageshow'],
])('a page is frozen from %s to %s, whatever comes between', (begin, end) => {
  const { told, fire } = follow();
  for (const type of [begin, 'visibilitychange', 'online', end, 'visibilitychange']) fire(type);
  expect(told.map(({ frozen }) => frozen)).toEqual([false, true, true, true, false, false]);
});

test('nothing is told any more once it was stopped', () => {
  const { told, stop, fire } = follow();
  stop();
  fire('online');
  expect(told).toHaveLength(1);
});

test('where there is no page, it is told once, as one that is there', () => {
  vi.stubGlobal('navigator', undefined);
  const told: PageState[] = [];
  followPage((state) => told.push(state))();
  expect(told).toEqual([here]);
});
