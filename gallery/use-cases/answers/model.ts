import type { ModelName } from './events.ts';

/** What answers questions, token by token. */
export interface Model extends ModelName {
  /** Generates until it is done, or the signal is aborted. Throws an `UnansweredError` where it cannot answer. */
  generate(prompt: Prompt): AsyncIterable<string>;
  /** What follows a text that was generated before a crash; undefined where the model cannot go on from there. */
  goOn(prompt: Prompt, text: string): AsyncIterable<string> | undefined;
}

export interface Prompt {
  readonly question: string;
  /** Whoever draws by chance draws the same again for the same seed. */
  readonly seed: string;
  readonly signal: AbortSignal;
}

/** Why there is no answer. The message is for those who asked, and the cause for the server's log. */
export class UnansweredError extends Error {
  override readonly name = 'UnansweredError';
}
