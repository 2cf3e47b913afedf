import * as v from 'valibot';

// What server and page say to each other about answers.

const modelName = v.object({
  name: v.string(),
  /** Whether it is the gallery's own, which shows streaming and no intelligence. */
  isToy: v.boolean(),
});
/** Milliseconds since the question was taken. */
const ms = v.number();

/** The events of one answer's topic, `answers/<id>`, in their order: the last one is one of the four at the end. */
export const answerEvents = {
  asked: v.object({ question: v.string(), model: modelName, askedAt: v.number() }),
  /** Some text more, made of so many tokens. */
  token: v.object({ text: v.string(), tokens: v.number(), ms }),
  done: v.object({ ms }),
  stopped: v.object({ ms }),
  failed: v.object({ ms, reason: v.string() }),
  /** The server died, and the model cannot go on. */
  interrupted: v.object({ ms }),
};

export const ends = ['done', 'stopped', 'failed', 'interrupted'] as const;
export type End = (typeof ends)[number];

/** The events of the topic `answers`: by their keys, each answer as it stands, and who answers. */
export const listEvents = {
  answer: v.object({
    id: v.string(),
    question: v.string(),
    model: modelName,
    askedAt: v.number(),
    status: v.picklist(['answering', ...ends]),
  }),
  model: modelName,
};

export type ListedAnswer = v.InferOutput<typeof listEvents.answer>;
export type ModelName = v.InferOutput<typeof modelName>;

/** What people may ask: some characters, and not too many. */
export const question = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(500));

export const answerId = /^[0-9a-f]{12}$/;

export function topicOf(id: string): string {
  return `answers/${id}`;
}
