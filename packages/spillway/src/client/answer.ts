import { SpillwayError } from '../error.ts';
import type { SpillwayErrorCode } from '../error.ts';
import { parseRetryAfter } from './backoff.ts';
import type { Transport } from './connection-state.ts';
import { parseJson } from './json-text.ts';
import { mediaTypes } from './request.ts';
import type { Input } from './transition.ts';

/**
 * What follows from an answer:
 *
 * | answer | what follows |
 * |---|---|
 * | 2xx, of the type that was asked for, or an event stream | `undefined`: its body is to be read |
 * | 204 | `ended`: nothing more is to come |
 * | 401, 403 | `refused` |
 * | 408, 429, 5xx | `dropped`: another time it may be answered, not before its `Retry-After` |
 * | below 200, or 2xx with a beginning of the type that was asked for, or none | `dropped`: the head broke off |
 * | all else | `failed` |
 *
 * An error speaks in the server's own words where they are a problem (PROTOCOL.md, Problems).
 */
export async function classifyResponse(
  response: Response,
  asked: Transport,
  nowMs: number,
): Promise<Input | undefined> {
  const { status, ok, headers } = response;
  const contentType = mediaTypeOf(response);
  if (status === 204) return { type: 'ended' };
  if (ok && (contentType === mediaTypes[asked] || isEventStream(response))) return undefined;
  const problem = parseJson(contentType === 'application/problem+json' ? await response.text() : '') as Problem;
  const error = new SpillwayError(
    problem?.code ?? (ok ? 'unexpected-content-type' : 'unexpected-status'),
    problem?.detail ?? `the server answered ${status}, ${contentType}`,
    { status },
  );
  if (status === 401 || status === 403) return { type: 'refused', error };
  // Browsers take a head that breaks off for a whole one.
  const isPart = status < 200 || (ok && mediaTypes[asked].startsWith(contentType ?? ''));
  if (!isPart && status !== 408 && status !== 429 && status < 500) return { type: 'failed', error };
  return { type: 'dropped', error, floorMs: parseRetryAfter(headers.get('Retry-After'), nowMs) };
}

/** Whether an answer is an event stream. Servers that ignore `Accept` answer so whatever was asked for. */
export function isEventStream(response: Response): boolean {
  return mediaTypeOf(response) === mediaTypes.stream;
}

function mediaTypeOf({ headers }: Response): string | undefined {
  return headers.get('Content-Type')?.split(';')[0]?.trim().toLowerCase();
}

type Problem = { readonly code?: SpillwayErrorCode; readonly detail?: string } | null | undefined;
