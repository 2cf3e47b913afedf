import type { EventReader, EventReaders } from '../client/index.ts';
import { readData } from '../client/event-reader.ts';
import type { RequestOptions } from './request.ts';

/**
 * The options of a subscription that outlives the render it began in: each of their functions and readers is, when it is
 * called, the one that the newest render gave.
 */
export function withNewestFunctions(options: RequestOptions, newest: () => RequestOptions): RequestOptions {
  const functions = Object.entries(options).filter(([, value]) => typeof value === 'function');
  return {
    ...options,
    ...Object.fromEntries(
      functions.map(([name]) => [
        name,
        (...args: unknown[]) => (newest() as Record<string, (...args: unknown[]) => unknown>)[name]?.(...args),
      ]),
    ),
    events: options.events && readersByName(Object.keys(options.events), () => newest().events ?? {}),
  };
}

function readersByName(names: readonly string[], newest: () => EventReaders): EventReaders {
  return Object.fromEntries(
    names.map((name) => [name, (data: string) => readData(newest()[name] as EventReader, data)]),
  );
}
