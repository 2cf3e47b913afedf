import { decodeBytes } from '../codec/bytes.ts';
import type { BytesEncoding } from '../codec/bytes.ts';
import type { Gap } from './gap.ts';
import type { StandardSchema } from './standard-schema.ts';

/**
 * Makes of an event's data what listeners get. A Standard Schema checks the data, read as JSON; a function takes it as
 * text. Either may answer with a promise: later events then wait for it.
 */
export type EventReader = StandardSchema | ((data: string) => unknown);

/** The reader of each type of event. */
export type EventReaders = { readonly [type: string]: EventReader };

/** What a reader makes of an event's data. */
export type DataOf<Reader> =
  Reader extends StandardSchema<infer Output>
    ? Output
    : Reader extends (data: string) => infer Output
      ? Awaited<Output>
      : never;

/**
 * Reads data with its reader.
 *
 * @throws whatever the reader throws, a `SyntaxError` where a schema's data is not JSON, and an `AggregateError` of the
 *   issues that a schema finds
 */
export async function readData(reader: EventReader, data: string): Promise<unknown> {
  // A schema may be callable, too.
  if (!('~standard' in reader)) return reader(data);
  const result = await reader['~standard'].validate(JSON.parse(data));
  if (result.issues) throw new AggregateError(result.issues, result.issues[0]?.message);
  return result.value;
}

/**
 * Reads data as the text that it is.
 *
 * @example
 * ```ts
 * import { asText, subscribe } from 'spillway/client';
 *
 * using answer = subscribe('http://localhost:3000/answers/7', { events: { token: asText } });
 * answer.on('token', ({ data }) => console.log(data)); // data is a string
 * ```
 */
export function asText(data: string): string {
  return data;
}

/**
 * Reads data as the bytes that `encodeBytes` of `spillway/codec` wrote with this encoding.
 *
 * @throws SpillwayError `invalid-data` for any other text; a subscription hands it to its `onInvalid`
 *
 * @example
 * ```ts
 * import { asBytes, subscribe } from 'spillway/client';
 *
 * using camera = subscribe('http://localhost:3000/events?topic=camera', { events: { frame: asBytes('base64') } });
 * camera.on('frame', ({ data }) => console.log(data.length)); // data is a Uint8Array
 * ```
 */
export function asBytes(encoding: BytesEncoding): (data: string) => Uint8Array<ArrayBuffer> {
  return (data) => decodeBytes(data, encoding);
}

/**
 * Reads what a gap says. With it as reader for `gap`, `for await` and `*` carry gaps in their place among the events.
 *
 * @throws SyntaxError for what is not JSON
 *
 * @example
 * ```ts
 * import { asGap, asText, subscribe } from 'spillway/client';
 *
 * using prices = subscribe('http://localhost:3000/events?topic=prices', { events: { price: asText, gap: asGap } });
 * for await (const event of prices) {
 *   if (event.type === 'gap') console.warn(`events after ${event.data.after} are missing`);
 *   else console.log(event.data);
 *   break;
 * }
 * ```
 */
export function asGap(data: string): Gap {
  return JSON.parse(data) as Gap;
}
