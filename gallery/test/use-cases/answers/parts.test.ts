import { expect, test } from 'vitest';
import {
  type AnswerSoFar,
  emptyAnswer,
  paragraphsOf,
  tokensPerSecond,
  withEvent,
} from '../../../use-cases/answers/answer-so-far.ts';
import { createOutbox } from '../../../use-cases/answers/outbox.ts';

const envelope = { lastEventId: '', topics: [] };
const model = { name: 'gem-1', isToy: false };

function answering(): AnswerSoFar {
  const asked = withEvent(emptyAnswer, {
    ...envelope,
    type: 'asked',
    data: { question: 'Who?', model, askedAt: 0 },
  });
  const first = withEvent(asked, { ...envelope, type: 'token', data: { text: 'I ', tokens: 1, ms: 200 } });
  return withEvent(first, { ...envelope, type: 'token', data: { text: 'stream', tokens: 10, ms: 700 } });
}

test('an answer is all of its tokens, and knows its pace from the first batch on', () => {
  expect(answering()).toMatchObject({ question: 'Who?', text: 'I stream', tokens: 11, status: 'answering' });
  expect(answering().first?.ms).toBe(200);
  expect(tokensPerSecond(answering())).toBe(20);
  expect(tokensPerSecond(emptyAnswer)).toBeUndefined();
});

test('an answer keeps its text, however it ends', () => {
  const failed = withEvent(answering(), { ...envelope, type: 'failed', data: { ms: 900, reason: 'It broke.' } });
  expect(failed).toMatchObject({ text: 'I stream', status: 'failed', reason: 'It broke.' });
  expect(withEvent(answering(), { ...envelope, type: 'interrupted', data: { ms: 900 } }).status).toBe('interrupted');
});

test('paragraphs stand apart by empty lines', () => {
  expect(paragraphsOf('One\nline.\n\n\nTwo.\n\n')).toEqual(['One\nline.', 'Two.']);
});

test('an outbox sends one batch at a time, and what came meanwhile with the next', async () => {
  const batches: (readonly string[])[] = [];
  const arrived: (() => void)[] = [];
  const outbox = createOutbox((batch) => {
    batches.push(batch);
    return new Promise<void>((resolve) => arrived.push(resolve));
  }, 0);
  for (const token of ['a', 'b', 'c']) outbox.add(token);
  expect(batches).toEqual([['a']]);
  const empty = outbox.empty();
  arrived[0]?.();
  await expect.poll(() => batches).toEqual([['a'], ['b', 'c']]);
  arrived[1]?.();
  await empty;
  outbox.add('d');
  expect(batches.at(-1)).toEqual(['d']);
  arrived[2]?.();
  await outbox.empty();
});

test('an outbox tells why a batch could not be sent', async () => {
  const outbox = createOutbox(() => Promise.reject(new Error('the log is full')), 0);
  outbox.add('a');
  await expect(outbox.empty()).rejects.toThrow('the log is full');
  expect(() => outbox.add('b')).toThrow('the log is full');
});
