/**
 * What a plan's server answers, request by request; the last answer is for all that follow. A text is a stream of 200 that
 * begins so and stays open.
 */
export type Plan = readonly [Answer | string, ...(Answer | string)[]];

export interface Answer {
  /** 200 by default. */
  readonly status?: number;
  /** `Content-Type` is `text/event-stream` unless it says otherwise; null is none. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** A text, which is sent as UTF-8, or bytes. */
  readonly body?: string | readonly number[];
  /** What becomes of the connection after the body: it ends (default), or stays open. */
  readonly after?: 'end' | 'stay';
}

/** A request as it came to a plan's server. */
export interface PlannedRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** When it came, and when its answer had been written (a preflight's never is), in milliseconds of the server's clock. */
  readonly cameMs: number;
  readonly answeredMs: number | undefined;
  /** Whether the client has left, or been answered to the end. */
  readonly isOver: boolean;
}

/** What a plan's requests may be waited for: so many that were no preflights, and so many of those that are over. */
export interface Until {
  readonly came?: number;
  readonly over?: number;
}

/** The path of a plan; `allowed` are the headers of an answer to a preflight, which are no part of the plan. */
export function pathOf(token: string, plan: Plan, allowed?: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams({ plan: JSON.stringify(plan), allowed: JSON.stringify(allowed ?? {}) });
  return `/plan/${token}?${query}`;
}

export function answerOf(plan: Plan, index: number): Answer {
  const answer = plan[index] ?? plan.at(-1) ?? plan[0];
  return typeof answer === 'string' ? { body: answer, after: 'stay' } : answer;
}
