import type { EventOf } from 'spillway/client';
import type { answerEvents, End, ModelName } from './events.ts';

/** An answer as far as its events have come. */
export interface AnswerSoFar {
  readonly question?: string;
  readonly model?: ModelName;
  readonly text: string;
  readonly tokens: number;
  /** When the first batch of tokens was published, after the question, and how many it had. */
  readonly first?: { readonly ms: number; readonly tokens: number };
  /** When the newest batch was published, after the question. */
  readonly lastMs?: number;
  readonly status: 'unknown' | 'answering' | End;
  /** Why it failed. */
  readonly reason?: string;
}

export const emptyAnswer: AnswerSoFar = { text: '', tokens: 0, status: 'unknown' };

export function withEvent(answer: AnswerSoFar, { type, data }: EventOf<typeof answerEvents>): AnswerSoFar {
  switch (type) {
    case 'asked':
      return { ...answer, question: data.question, model: data.model, status: 'answering' };
    case 'token':
      return {
        ...answer,
        text: answer.text + data.text,
        tokens: answer.tokens + data.tokens,
        first: answer.first ?? { ms: data.ms, tokens: data.tokens },
        lastMs: data.ms,
      };
    case 'failed':
      return { ...answer, status: type, reason: data.reason };
    case 'done':
    case 'stopped':
    case 'interrupted':
      return { ...answer, status: type };
    default:
      return answer;
  }
}

/** Tokens for each second from the first batch on; undefined while there is only one. */
export function tokensPerSecond({ tokens, first, lastMs }: AnswerSoFar): number | undefined {
  if (first === undefined || lastMs === undefined || lastMs <= first.ms) return undefined;
  return ((tokens - first.tokens) * 1000) / (lastMs - first.ms);
}

export function paragraphsOf(text: string): readonly string[] {
  return text
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
}
