import { SpillwayError } from '../error.ts';
import type { SpillwayErrorCode } from '../error.ts';
import type { Transport } from './connection-state.ts';
import { parseJson } from './json-text.ts';

/**
 * What an answer means, by its status and content type:
 *
 * | answer | verdict |
 * |---|---|
 * | 204 | `ended`: nothing more is to come |
 * | 2xx, an event stream | `stream`, whatever was asked for |
 * | 2xx, JSON that was asked for | `page` |
 * | 401, 403 | `refused` |
 * | 408, 429, 5xx | `dropped`: another time it may be answered |
 * | all else | `failed` |
 */
export function judge(status: number, contentType: string | null, asked: Transport): Verdict {
  if (status === 204) return 'ended';
  if (status === 401 || status === 403) return 'refused';
  if (status === 408 || status === 429 || status >= 500) return 'dropped';
  if (isOk(status)) {
    if (isOfType(contentType, 'text/event-stream')) return 'stream';
    if (asked !== 'stream' && isOfType(contentType, 'application/json')) return 'page';
  }
  return 'failed';
}

export type Verdict = 'stream' | 'page' | 'ended' | 'refused' | 'dropped' | 'failed';

/** The error that an answer stands for: in its own words where it is a problem (PROTOCOL.md, Problems). */
export async function errorOf(response: Response): Promise<SpillwayError> {
  const { status, headers } = response;
  const contentType = headers.get('Content-Type');
  let problem: Problem | null | undefined;
  if (isOfType(contentType, 'application/problem+json')) problem = parseJson(await response.text()) as Problem | null;
  else void response.body?.cancel();
  return new SpillwayError(
    problem?.code ?? (isOk(status) ? 'unexpected-content-type' : 'unexpected-status'),
    problem?.detail ?? `the server answered ${status} with ${contentType}`,
    { status },
  );
}

interface Problem {
  readonly code?: SpillwayErrorCode;
  readonly detail?: string;
}

function isOk(status: number): boolean {
  return status >= 200 && status < 300;
}

function isOfType(contentType: string | null, type: string): boolean {
  return contentType?.split(';')[0]?.trim().toLowerCase() === type;
}
