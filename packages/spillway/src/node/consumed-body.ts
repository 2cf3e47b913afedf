import { SpillwayError } from '../error.ts';
import type { NodeRequest } from './response-connection.ts';

/** Where body parsers leave a body: `rawBody` as it came, `body` as it came or parsed. */
type ParsedRequest = NodeRequest & { readonly body?: unknown; readonly rawBody?: unknown };

/**
 * Restores the body of a request that a body parser has read already. Undefined when nothing has read it.
 *
 * Bytes and text are used as they are, `rawBody` before `body`. A parsed value is written again in the request's own
 * content type, unless parsing may have changed it.
 *
 * @throws SpillwayError `body-consumed` when the parser left no body on the request; `body-not-exact` when the parsed
 *   value may differ from what the publisher sent.
 */
export function consumedBody(req: ParsedRequest): AsyncIterable<Uint8Array> | undefined {
  if (!req.readableDidRead) return undefined;
  const raw = [req.rawBody, req.body].find((body) => typeof body === 'string' || body instanceof Uint8Array);
  if (raw instanceof Uint8Array) return once(raw);
  const text = typeof raw === 'string' ? intactText(raw, req) : restoredText(req);
  return once(new TextEncoder().encode(text));
}

/** A parser decodes bytes that are not UTF-8 as U+FFFD; only the length then tells them from a U+FFFD that was sent. */
function intactText(text: string, req: NodeRequest): string {
  if (text.includes('\uFFFD') && !hasLengthOf(text, req)) throw notExact('it holds bytes that may not have been UTF-8');
  return text;
}

function restoredText(req: ParsedRequest): string {
  const { body } = req;
  if (typeof body !== 'object' || body === null) {
    throw new SpillwayError(
      'body-consumed',
      'something in front of the hub has read the body of this request: mount the hub before the body parser, or set `rawBody` on the request of node:http',
    );
  }
  const isForm = req.headers['content-type']?.toLowerCase().startsWith('application/x-www-form-urlencoded') === true;
  return isForm ? restoredForm(body, req) : restoredJson(body, req);
}

function restoredJson(body: object, req: NodeRequest): string {
  const doubt = doubtAboutJson(body);
  const text = jsonOf(body);
  // A number that lost digits makes the text shorter. Publishers that write JSON as JavaScript does are never in doubt.
  if (doubt === undefined || (doubt.mayBeExact && hasLengthOf(text, req))) return text;
  throw notExact(doubt.because);
}

function jsonOf(body: object): string {
  try {
    return JSON.stringify(body, (_name, value: unknown) => (typeof value === 'bigint' ? bigintJson(value) : value));
  } catch (cause) {
    if (cause instanceof SpillwayError) throw cause;
    throw notExact('it is nested too deep to be written again', cause);
  }
}

interface Doubt {
  readonly because: string;
  /** Whether a text of the expected length proves that nothing was lost. */
  readonly mayBeExact: boolean;
}

/** Looks for values that `JSON.parse` changes without an error, and for those that it never makes. */
function doubtAboutJson(body: object): Doubt | undefined {
  let doubt: Doubt | undefined;
  // A stack of its own: a body of 1 MiB can be nested 500,000 deep.
  const values: unknown[] = [body];
  while (values.length > 0) {
    const found = doubtAbout(values.pop(), values);
    if (found?.mayBeExact === false) return found;
    doubt ??= found;
  }
  return doubt;
}

/** Adds the members of a list or an object to `values`. */
function doubtAbout(value: unknown, values: unknown[]): Doubt | undefined {
  switch (typeof value) {
    case 'number':
      return doubtAboutNumber(value);
    case 'string':
      return maybeNotUtf8(value);
    case 'boolean':
    case 'bigint':
      return undefined;
    case 'object':
      if (value === null) return undefined;
      if (!Array.isArray(value) && !isPlain(value)) break;
      for (const [name, member] of Object.entries(value)) {
        values.push(member);
        if (name.includes('\uFFFD')) values.push(name);
      }
      return undefined;
    default:
  }
  return { because: 'it holds a value that is not of JSON', mayBeExact: false };
}

function maybeNotUtf8(text: string): Doubt | undefined {
  return text.includes('\uFFFD')
    ? { because: 'it holds text that may not have been UTF-8', mayBeExact: true }
    : undefined;
}

/** A double holds every integer up to 2^53 - 1 and every decimal of 15 significant digits. */
function doubtAboutNumber(value: number): Doubt | undefined {
  // A larger integer is as long as its neighbours, which it may have been; 1e400 is Infinity.
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
    return { because: 'a number in it may have lost digits', mayBeExact: false };
  }
  if (Number.isInteger(value)) return undefined;
  const [mantissa = ''] = String(value).split('e');
  const digits = mantissa.replace(/^-?0?\.?0*/, '').replace('.', '').length;
  // With 16 or 17 digits of the same length it is the double that was written, or else one that is nearer than any other.
  return digits > 15 ? { because: 'a number in it may have lost digits', mayBeExact: true } : undefined;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** ECMAScript 2026, 25.5.3: JSON.rawJSON. Where the runtime lacks it, only integers that a double holds are exact. */
function bigintJson(value: bigint): unknown {
  const { rawJSON } = JSON as { rawJSON?: (text: string) => unknown };
  if (rawJSON !== undefined) return rawJSON(String(value));
  if (BigInt(Number(value)) === value) return Number(value);
  throw notExact('it holds a BigInt, which this runtime cannot write as JSON');
}

/** Form parsers make a list of a field that is sent more than once. */
function restoredForm(body: object, req: NodeRequest): string {
  const fields = new URLSearchParams();
  let isInDoubt = false;
  for (const [name, value] of Object.entries(body) as [string, unknown][]) {
    for (const text of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (typeof text !== 'string') {
        throw notExact(`its field ${JSON.stringify(name)} is not a text: brackets and dots in names must not nest`);
      }
      fields.append(name, text);
      isInDoubt ||= mayBeUndecoded(name) || mayBeUndecoded(text);
    }
  }
  const text = fields.toString();
  if (isInDoubt && !hasLengthOf(text, req)) throw notExact('it holds text that may not have been UTF-8');
  return text;
}

/** Percent-encoded bytes that are not UTF-8 become U+FFFD in some parsers (querystring) and stay encoded in others (qs). */
function mayBeUndecoded(text: string): boolean {
  if (text.includes('\uFFFD')) return true;
  if (!/%[0-9A-Fa-f]{2}/.test(text)) return false;
  try {
    decodeURIComponent(text);
    return false;
  } catch {
    return true;
  }
}

function hasLengthOf(text: string, req: NodeRequest): boolean {
  return Buffer.byteLength(text) === Number(req.headers['content-length']);
}

function notExact(because: string, cause?: unknown): SpillwayError {
  return new SpillwayError(
    'body-not-exact',
    `a body parser in front of the hub has parsed this body, and ${because}: mount the hub before the parser, or keep the bytes as \`rawBody\` on the request of node:http`,
    { cause },
  );
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
