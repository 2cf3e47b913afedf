import { SpillwayError } from '../error.ts';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { decodeDense, encodeDense } from './dense.ts';

/**
 * How bytes are written as text, which is all that an event's data can be.
 *
 * - `base64`: RFC 4648, section 4, with padding: a third longer than the bytes, everywhere. Every language reads it.
 * - `dense`: random bytes get 17.5 % longer on an event stream and 20.4 % in a JSON body.
 *   PROTOCOL.md (Binary data) has its rules.
 */
export type BytesEncoding = 'base64' | 'dense';

/**
 * Writes bytes as text that can be an event's data. Takes time in proportion to their number, and has no bound of its
 * own; a hub takes 1 MiB of data by default: 786,432 bytes in base64, and at least 851,967 in dense text.
 *
 * @throws {@link SpillwayError} `invalid-option` for what is no Uint8Array, and for an encoding that there is not.
 *
 * @example
 * ```ts
 * import { encodeBytes, encodeEvent } from 'spillway/codec';
 *
 * encodeEvent({ event: 'frame', data: encodeBytes(Uint8Array.of(83, 83, 69), 'base64') });
 * // 'event: frame\ndata: U1NF\n\n'
 * ```
 */
export function encodeBytes(bytes: Uint8Array, encoding: BytesEncoding): string {
  // An ArrayBuffer has no length, and other arrays have elements that are no bytes: they would be lost without a word. By
  // its tag, because the arrays of another realm are no instances here.
  if ((bytes as { readonly [Symbol.toStringTag]?: string } | undefined)?.[Symbol.toStringTag] !== 'Uint8Array') {
    throw notBytes();
  }
  switch (encoding) {
    case 'base64':
      return encodeBase64(bytes);
    case 'dense':
      return encodeDense(bytes);
    default:
      throw noEncoding(encoding satisfies never);
  }
}

/**
 * Reads the bytes that {@link encodeBytes} wrote with this encoding. It reads nothing else: each row of bytes has one
 * text, so that what was cut, padded, wrapped into lines or changed on its way is refused. Takes time in proportion to
 * the length of the text.
 *
 * @throws {@link SpillwayError} `invalid-data` for any other text, and `invalid-option` for an encoding that there is not.
 *
 * @example
 * ```ts
 * import { decodeBytes } from 'spillway/codec';
 *
 * decodeBytes('U1NF', 'base64'); // Uint8Array [83, 83, 69]
 * ```
 */
export function decodeBytes(text: string, encoding: BytesEncoding): Uint8Array<ArrayBuffer> {
  switch (encoding) {
    case 'base64':
      return decodeBase64(text);
    case 'dense':
      return decodeDense(text);
    default:
      throw noEncoding(encoding satisfies never);
  }
}

function notBytes(): SpillwayError {
  return new SpillwayError(
    'invalid-option',
    'bytes are a Uint8Array: make one of an ArrayBuffer, or of text by a TextEncoder',
  );
}

function noEncoding(encoding: unknown): SpillwayError {
  return new SpillwayError(
    'invalid-option',
    `no encoding of bytes is called ${String(encoding)}: 'base64' or 'dense' is`,
  );
}
