import type { SeededRandom } from '../seeded-random.ts';

/** A language model of words: it knows which words followed which few words in the text that it has read. */
export interface NGrams {
  /** Paragraphs of text, token by token, that begin with something the question is about. */
  generate(question: string, random: SeededRandom): Generator<string, void, undefined>;
}

/** So many words are looked back on, where the text has had these very words. */
const order = 3;
/** Where a context has had one continuation only, the shorter one is asked so often: else it recites what it has read. */
const backOffRate = 0.45;
/** Below 1, what was frequent becomes more so. */
const temperature = 0.8;
/** An answer ends with the first paragraph, and else the first sentence, beyond so many tokens. */
const length = { paragraph: 90, sentence: 150, most: 220 };
/** So many tokens of a sentence are taken over from the text to begin with. */
const shortestBeginning = 4;
const longestBeginning = 12;
/** What a question is not about. */
const questionWords = new Set([
  'what',
  'who',
  'why',
  'how',
  'when',
  'where',
  'which',
  'does',
  'are',
  'the',
  'can',
  'and',
]);

const paragraphEnd = '\n\n';
const sentenceEnds = new Set(['.', '!', '?', paragraphEnd]);

/** Reads a text, whose paragraphs stand apart by an empty line. */
export function trainNGrams(text: string): NGrams {
  const tokens = tokensOf(text);
  const following = new Map<string, Map<string, number>>();
  for (const [index, token] of tokens.entries()) {
    for (let size = 0; size <= Math.min(order, index); size += 1) {
      const context = contextKey(tokens.slice(index - size, index));
      const counts = following.get(context) ?? new Map<string, number>();
      following.set(context, counts.set(token, (counts.get(token) ?? 0) + 1));
    }
  }
  const sentences = sentencesOf(tokens);
  const frequencies = following.get('') ?? new Map<string, number>();

  function next(before: readonly string[], random: SeededRandom): string {
    for (let size = Math.min(order, before.length); size > 0; size -= 1) {
      const counts = following.get(contextKey(before.slice(-size)));
      if (counts === undefined || (counts.size === 1 && size > 1 && random.next() < backOffRate)) continue;
      return draw(counts, random);
    }
    return draw(frequencies, random);
  }

  return {
    *generate(question, random) {
      const said: string[] = [];
      const say = (token: string) => {
        const spaced = written(token, said.at(-1));
        said.push(token);
        return spaced;
      };
      for (const token of beginning(question, sentences, random)) yield say(token);
      for (;;) {
        const token = next(said, random);
        const isEnd =
          said.length >= length.most ||
          (said.length >= length.paragraph && token === paragraphEnd) ||
          (said.length >= length.sentence && sentenceEnds.has(token));
        if (!isEnd) yield say(token);
        else {
          if (!sentenceEnds.has(said.at(-1) ?? '')) yield say('.');
          return;
        }
      }
    },
  };
}

/** Words, marks and ends of paragraphs. A mark within a word, as in `10,000`, is a part of it. */
function tokensOf(text: string): readonly string[] {
  return text
    .split(/\n{2,}/)
    .flatMap((paragraph) => [
      ...(paragraph.match(/[^\s.,;:!?]+(?:[.,;:!?]+[^\s.,;:!?]+)*|[.,;:!?]/gu) ?? []),
      paragraphEnd,
    ]);
}

function sentencesOf(tokens: readonly string[]): readonly (readonly string[])[] {
  const sentences: string[][] = [[]];
  for (const token of tokens) {
    if (token !== paragraphEnd) sentences.at(-1)?.push(token);
    if (sentenceEnds.has(token)) sentences.push([]);
  }
  return sentences.filter((sentence) => sentence.length > 3);
}

function contextKey(tokens: readonly string[]): string {
  return tokens.join(' ');
}

/** A sentence of the text up to the word of the question that is the rarest there; else any sentence's first words. */
function beginning(
  question: string,
  sentences: readonly (readonly string[])[],
  random: SeededRandom,
): readonly string[] {
  let about: readonly (readonly string[])[] = sentences.map((sentence) => sentence.slice(0, shortestBeginning));
  for (const word of question.toLowerCase().match(/[\p{L}\p{N}-]{3,}/gu) ?? []) {
    if (questionWords.has(word)) continue;
    const upTo = sentences.flatMap((sentence) => {
      const place = sentence.slice(0, longestBeginning).findIndex((token) => token.toLowerCase() === word);
      return place < 0 ? [] : [sentence.slice(0, Math.max(place + 1, shortestBeginning))];
    });
    if (upTo.length > 0 && upTo.length < about.length) about = upTo;
  }
  return about.length === 0 ? [] : random.pick(about);
}

function draw(counts: ReadonlyMap<string, number>, random: SeededRandom): string {
  const weights = Array.from(counts, ([token, count]) => [token, count ** (1 / temperature)] as const);
  let left = random.next() * weights.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [token, weight] of weights) {
    left -= weight;
    if (left < 0) return token;
  }
  return weights.at(-1)?.[0] ?? paragraphEnd;
}

/** A token with the space that parts it from the one before it. */
function written(token: string, before: string | undefined): string {
  const isApart = before !== undefined && before !== paragraphEnd && !/^[.,;:!?\n]/.test(token);
  return isApart ? ` ${token}` : token;
}
