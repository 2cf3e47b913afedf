import { afterEach, expect, test, vi } from 'vitest';
import type { LoggedEvent } from '../../src/event.ts';
import { createTails } from '../../src/log/tails.ts';

function anEvent(offset: number): LoggedEvent {
  return { offset, time: 0, topics: ['t'], data: '' };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

test('a listener that throws harms neither the others nor the publisher; its error is uncaught', () => {
  const uncaught: (() => void)[] = [];
  vi.stubGlobal('queueMicrotask', (task: () => void) => uncaught.push(task));
  const tails = createTails();
  const tailed: number[] = [];
  tails.add(() => {
    throw new Error('my fault');
  });
  tails.add((events) => tailed.push(...events.map(({ offset }) => offset)));
  tails.deliver([anEvent(1)]);
  tails.deliver([anEvent(2)]);
  expect(tailed).toEqual([1, 2]);
  expect(uncaught).toHaveLength(2);
  expect(uncaught[0]).toThrow('my fault');
});

test('a listener that is ended by another one is not called any more, even with the same events', () => {
  const tails = createTails();
  const tailed: number[] = [];
  tails.add(() => end());
  const end = tails.add((events) => tailed.push(...events.map(({ offset }) => offset)));
  tails.deliver([anEvent(1)]);
  expect(tailed).toEqual([]);
});

test('a listener that is added by another one is called only with what is appended from then on', () => {
  const tails = createTails();
  const tailed: number[] = [];
  const end = tails.add(() => {
    end();
    tails.add((events) => tailed.push(...events.map(({ offset }) => offset)));
    tails.deliver([anEvent(2)]);
  });
  tails.deliver([anEvent(1)]);
  tails.deliver([anEvent(3)]);
  expect(tailed).toEqual([2, 3]);
});
