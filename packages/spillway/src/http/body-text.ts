import { SpillwayError } from '../error.ts';

/**
 * Reads a body as UTF-8, holding at most `maxBytes` of it; a byte order mark at its beginning is left out.
 *
 * @throws SpillwayError `body-too-large` as soon as that is known, `invalid-utf8`, or `incomplete-body` when the
 *   client goes before the end.
 */
export async function readBodyText(
  body: AsyncIterable<Uint8Array>,
  contentLength: string | undefined,
  maxBytes: number,
): Promise<string> {
  if (Number(contentLength ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const chunks = await readChunks(body, maxBytes);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join('') + decoder.decode();
  } catch (cause) {
    throw invalidUtf8(cause);
  }
}

/** A body that has come whole, as UTF-8; see `readBodyText`. */
export function bodyText(body: Uint8Array, maxBytes: number): string {
  if (body.byteLength > maxBytes) throw tooLarge(maxBytes);
  try {
    return utf8.decode(body);
  } catch (cause) {
    throw invalidUtf8(cause);
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

async function readChunks(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      chunks.push(chunk);
    }
  } catch (cause) {
    if (cause instanceof SpillwayError) throw cause;
    throw new SpillwayError('incomplete-body', 'the body ended before its end', { cause });
  }
  return chunks;
}

function tooLarge(maxBytes: number): SpillwayError {
  return new SpillwayError('body-too-large', `a body takes at most ${maxBytes} bytes`);
}

function invalidUtf8(cause: unknown): SpillwayError {
  return new SpillwayError('invalid-utf8', 'the body must be UTF-8', { cause });
}
