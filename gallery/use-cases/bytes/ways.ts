import { asBytes, type DataOf, type SubscriptionEvent } from 'spillway/client';
import * as v from 'valibot';

/** The ways in which a picture comes to the page. */
export const ways = ['base64', 'dense', 'link'] as const;
export type Way = (typeof ways)[number];

/** What the server says of a picture. */
const facts = v.object({
  id: v.string(),
  /** The file's. */
  bytes: v.number(),
  sha256: v.string(),
  /** What each event takes on the stream, and when it was published, in milliseconds since the Unix epoch. */
  events: v.record(v.picklist(ways), v.object({ bytes: v.number(), at: v.number() })),
});

/** What the GET of a picture took, head and body, in bytes. */
const fetched = v.object({ id: v.string(), request: v.number(), answer: v.number() });

/** What is read in each type of event. */
export const readers = {
  base64: measured(asBytes('base64')),
  dense: measured(asBytes('dense')),
  link: v.object({ path: v.string() }),
  facts,
  fetched,
};

/** The newest event of each type. */
export type Newest = {
  readonly [Type in keyof typeof readers]?: SubscriptionEvent<Type, DataOf<(typeof readers)[Type]>>;
};

export type Facts = v.InferOutput<typeof facts>;
export type Fetched = v.InferOutput<typeof fetched>;

/** A picture's bytes as they came. */
export interface Arrival {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** When they were there, in milliseconds since the Unix epoch. */
  readonly at: number;
  /** How long the text was, in bytes of UTF-8, and how long it took to make bytes of it. */
  readonly text?: { readonly bytes: number; readonly decodeMs: number };
}

function measured(read: (text: string) => Uint8Array<ArrayBuffer>): (text: string) => Arrival {
  return (text) => {
    const begun = performance.now();
    const bytes = read(text);
    const decodeMs = performance.now() - begun;
    return { bytes, at: Date.now(), text: { bytes: new TextEncoder().encode(text).length, decodeMs } };
  };
}
