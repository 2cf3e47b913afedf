import fc from 'fast-check';
import { expect, test } from 'vitest';
import { proseOf, readDocumentation } from '../../../use-cases/answers/corpus.ts';
import { trainNGrams } from '../../../use-cases/answers/n-grams.ts';
import { createToyModel } from '../../../use-cases/answers/toy-model.ts';
import { seededRandom } from '../../../use-cases/seeded-random.ts';

const documentation = await readDocumentation();
const model = trainNGrams(documentation);

function answerTo(question: string, seed = 'seed'): readonly string[] {
  return [...model.generate(question, seededRandom(seed))];
}

test('the same seed gives the same answer, another one another', () => {
  expect(answerTo('What is a cursor?', 'one')).toEqual(answerTo('What is a cursor?', 'one'));
  expect(answerTo('What is a cursor?', 'one')).not.toEqual(answerTo('What is a cursor?', 'two'));
});

test('each word has followed the one before it somewhere in the documentation', () => {
  const read = documentation.replaceAll(/\s/g, '');
  fc.assert(
    fc.property(fc.string(), (seed) => {
      // The last one may be a full stop that ends a long sentence.
      const answer = answerTo('What is a tape?', seed).slice(0, -1);
      return answer.every((token, index) => read.includes(`${answer[index - 1] ?? ''}${token}`.replaceAll(/\s/g, '')));
    }),
    { seed: 1, numRuns: 50 },
  );
});

test('an answer ends, with a sentence, and is no recitation', () => {
  const read = documentation.replaceAll(/\s+/g, ' ');
  let recited = 0;
  for (let seed = 0; seed < 50; seed += 1) {
    const answer = answerTo('Why?', String(seed));
    expect(answer.length).toBeGreaterThan(60);
    expect(answer.length).toBeLessThanOrEqual(221);
    const text = answer.join('');
    expect(text).toMatch(/[.!?]$/);
    expect(text).not.toMatch(/ [.,;:!?]|\n{3}|^\s/);
    if (read.includes(text.replaceAll(/\s+/g, ' '))) recited += 1;
  }
  expect(recited).toBe(0);
});

test('it begins with what the question is about, where the documentation has it', () => {
  for (const seed of ['one', 'two', 'three']) {
    expect(answerTo('What is a cursor?', seed).slice(0, 12).join('')).toMatch(/cursor/i);
    expect(answerTo('Xyzzy?', seed).length).toBeGreaterThan(60);
  }
});

test('code, tables, headings and marks of Markdown are no prose', () => {
  const markdown =
    '# Title\n\nThe **hub** keeps [a log](log.md) of\nall `events`.\n\n```ts\nlost();\n```\n\n| a | b |\n|---|---|\n\n- One item is this.\n- Another item is that.\n';
  expect(proseOf(markdown)).toEqual([
    'The hub keeps a log of all events.',
    'One item is this.',
    'Another item is that.',
  ]);
});

test('the toy model goes on with what it had begun, and with nothing else', async () => {
  const toy = createToyModel(documentation, 0);
  const prompt = { question: 'What is a tape?', seed: 'seed', signal: new AbortController().signal };
  const whole = answerTo(prompt.question);
  const rest = toy.goOn(prompt, whole.slice(0, -5).join(''));
  const tokens: string[] = [];
  for await (const token of rest ?? []) tokens.push(token);
  expect(tokens).toEqual(whole.slice(-5));
  expect(toy.goOn(prompt, 'Something else.')).toBeUndefined();
});
