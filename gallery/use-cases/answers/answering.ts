import { randomBytes } from 'node:crypto';
import { type Hub, type PublishEvent, SpillwayError } from 'spillway';
import { type End, type ListedAnswer, topicOf } from './events.ts';
import { type Model, UnansweredError } from './model.ts';
import { readOpenAnswers } from './open-answers.ts';
import { createOutbox } from './outbox.ts';

/** Answers questions, each on a topic of its own: who asked may leave, come back, and look from anywhere. */
export interface Answering {
  /** Begins an answer, and resolves with its id once the log has the question; undefined while there are too many. */
  ask(question: string): Promise<string | undefined>;
  /** Stops a generation; false where none of this id is going on. */
  stop(id: string): boolean;
  /** Takes up what a server that died has left open: the model goes on, or the answer is told to be interrupted. */
  takeUp(): Promise<void>;
  /** Lets go of all generations. They are taken up at the next start. */
  close(): void;
}

interface Ending {
  readonly end: End;
  readonly reason?: string;
}

const mostAtOnce = 8;
const mostCharacters = 100_000;
/** Seconds for which an answer is kept. */
const ttl = 86_400;

export function createAnswering(hub: Hub, model: Model): Answering {
  const generations = new Map<string, AbortController>();
  let isClosed = false;

  /** Publishes tokens as they come, and how it ended; `sent` have been published before. */
  async function run(answer: ListedAnswer, stopping: AbortController, tokens: AsyncIterable<string>, sent: number) {
    const topic = topicOf(answer.id);
    const outbox = createOutbox((batch) => {
      const data = { text: batch.join(''), tokens: batch.length, ms: Date.now() - answer.askedAt };
      const id = `${topic}/${sent}`;
      sent += batch.length;
      return hub.publish({ topic, event: 'token', data, id, ttl });
    });
    generations.set(answer.id, stopping);
    try {
      const ending = await generate(tokens, outbox.add, stopping.signal);
      await outbox.empty();
      if (!isClosed) await finish(answer, ending);
    } catch (error) {
      // It is taken up at the next start.
      if (!isClosed && !isOfClosedHub(error)) console.error(`the answer ${answer.id} is left open:`, error);
    } finally {
      generations.delete(answer.id);
    }
  }

  /** Both topics hear of the end, or neither. */
  async function finish(answer: ListedAnswer, { end, reason }: Ending): Promise<void> {
    const topic = topicOf(answer.id);
    const data = { ms: Date.now() - answer.askedAt, ...(reason !== undefined && { reason }) };
    await hub.publish([{ topic, event: end, data, id: `${topic}/end`, ttl }, listed({ ...answer, status: end })]);
  }

  return {
    async ask(question) {
      if (generations.size >= mostAtOnce) return undefined;
      const id = randomBytes(6).toString('hex');
      const asked = { question, model: { name: model.name, isToy: model.isToy }, askedAt: Date.now() };
      const answer: ListedAnswer = { ...asked, id, status: 'answering' };
      const stopping = new AbortController();
      await hub.publish([{ topic: topicOf(id), event: 'asked', data: asked, ttl }, listed(answer)]);
      void run(answer, stopping, model.generate({ question, seed: id, signal: stopping.signal }), 0);
      return id;
    },
    stop(id) {
      generations.get(id)?.abort();
      return generations.has(id);
    },
    async takeUp() {
      for (const { answer, text, tokens } of await readOpenAnswers(hub)) {
        const { id: seed, question } = answer;
        const stopping = new AbortController();
        const isSameModel = answer.model.name === model.name;
        const rest = isSameModel ? model.goOn({ question, seed, signal: stopping.signal }, text) : undefined;
        if (rest) void run(answer, stopping, rest, tokens);
        else await finish(answer, { end: 'interrupted' });
      }
    },
    close() {
      isClosed = true;
      for (const generation of generations.values()) generation.abort();
    },
  };
}

/** Hands tokens on until there are no more, and tells why. */
async function generate(
  tokens: AsyncIterable<string>,
  add: (token: string) => void,
  signal: AbortSignal,
): Promise<Ending> {
  let characters = 0;
  try {
    for await (const token of tokens) {
      add(token);
      characters += token.length;
      if (characters > mostCharacters) return { end: 'failed', reason: 'The answer was too long.' };
    }
    return { end: 'done' };
  } catch (error) {
    if (signal.aborted) return { end: 'stopped' };
    if (error instanceof SpillwayError) throw error;
    console.error('a model failed:', error);
    return { end: 'failed', reason: error instanceof UnansweredError ? error.message : 'The model failed.' };
  }
}

/** The newest of each key is what a list begins with. */
function listed(answer: ListedAnswer): PublishEvent {
  return { topic: 'answers', event: 'answer', key: answer.id, data: answer, ttl };
}

function isOfClosedHub(error: unknown): boolean {
  return error instanceof SpillwayError && error.code === 'closed';
}
