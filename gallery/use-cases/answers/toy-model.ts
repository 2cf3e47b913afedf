import { setTimeout as delay } from 'node:timers/promises';
import { seededRandom } from '../seeded-random.ts';
import type { Model, Prompt } from './model.ts';
import { trainNGrams } from './n-grams.ts';

/**
 * The model that the gallery brings along. What it has begun it can go on with, because chance is drawn from a seed.
 * It would be done in a moment: `tokenMs` is how long it waits before each token, so that people can watch.
 */
export function createToyModel(documentation: string, tokenMs: number): Model {
  const nGrams = trainNGrams(documentation);
  const tokensFor = ({ question, seed }: Prompt) => nGrams.generate(question, seededRandom(seed));
  return {
    name: 'three-word memory',
    isToy: true,
    generate: (prompt) => paced(tokensFor(prompt), tokenMs, prompt.signal),
    goOn(prompt, text) {
      const tokens = tokensFor(prompt);
      for (let again = ''; again !== text;) {
        const { done, value } = tokens.next();
        // The documentation has changed since.
        if (done || !text.startsWith(again + value)) return undefined;
        again += value;
      }
      return paced(tokens, tokenMs, prompt.signal);
    },
  };
}

async function* paced(
  tokens: Iterable<string>,
  tokenMs: number,
  signal: AbortSignal,
): AsyncGenerator<string, void, undefined> {
  for (const token of tokens) {
    await delay(tokenMs, undefined, { signal });
    yield token;
  }
}
