import type { StandardSchema } from './standard-schema.ts';

/**
 * Makes of an event's data what handlers get: a Standard Schema checks the data, read as JSON; a function takes it as
 * text. Either may wait: later events then wait with it.
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
