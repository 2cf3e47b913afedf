import type { ErrorRequestHandler } from 'express';
import * as v from 'valibot';

/** Why a request is refused, in words that a page may show. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;

  constructor(status: number, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.status = status;
  }
}

/** What a request's body says; a {@link Refusal} with 400 names what is wrong with it. */
export function readBody<Schema extends v.GenericSchema>(schema: Schema, body: unknown): v.InferOutput<Schema> {
  const { success, output, issues } = v.safeParse(schema, body ?? {});
  if (success) return output;
  const [issue] = issues;
  throw new Refusal(400, [v.getDotPath(issue), issue.message].filter((part) => part !== null).join(': '));
}

/** Answers refusals as JSON: `{"detail":"…"}`. */
export const answerRefusals: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  if (error instanceof Refusal) res.status(error.status).json({ detail: error.message });
  else next(error);
};
