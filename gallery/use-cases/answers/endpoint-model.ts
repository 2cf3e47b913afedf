import { decodeEvents } from 'spillway/codec';
import * as v from 'valibot';
import { type Model, type Prompt, UnansweredError } from './model.ts';

export interface Endpoint {
  /** Such as `https://api.example.com/v1`. */
  readonly url: string;
  readonly key: string | undefined;
  readonly model: string;
}

/** One piece of a streamed chat completion; a failure in the middle comes in its place. */
const piece = v.object({
  error: v.optional(v.unknown()),
  choices: v.optional(
    v.array(
      v.object({
        delta: v.optional(v.object({ content: v.nullish(v.string()) })),
        finish_reason: v.nullish(v.string()),
      }),
    ),
  ),
});

/** A model behind an endpoint that speaks as OpenAI's does. Another request would cost again: it goes on with nothing. */
export function createEndpointModel({ url, key, model }: Endpoint): Model {
  async function* generate({ question, signal }: Prompt): AsyncGenerator<string, void, undefined> {
    const answer = await fetch(`${url.replace(/\/+$/, '')}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
      body: JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: question }] }),
      // Who stops an answer ends the request, and with it what is generated there.
      signal,
    }).catch((cause: unknown) => {
      throw new UnansweredError('The endpoint could not be reached.', { cause });
    });
    if (!answer.ok || answer.body === null) {
      throw new UnansweredError(`The endpoint refused: status ${answer.status}.`, { cause: await answer.text() });
    }
    let isFinished = false;
    for await (const { data } of decodeEvents(answer.body)) {
      if (data === '[DONE]') return;
      const { error, choices = [] } = v.parse(piece, JSON.parse(data));
      if (error) throw new UnansweredError('The endpoint failed in the middle of its answer.', { cause: error });
      for (const { delta, finish_reason: finishReason } of choices) {
        if (delta?.content) yield delta.content;
        isFinished ||= Boolean(finishReason);
      }
    }
    if (!isFinished) throw new UnansweredError('The endpoint broke off its answer.');
  }
  return { name: model, isToy: false, generate, goOn: () => undefined };
}
