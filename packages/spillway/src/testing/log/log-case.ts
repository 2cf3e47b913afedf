import type { LoggedEvent, NewEvent, Offset } from '../../event.ts';
import type { EventLog, LatestReader, LogPage, ReadLimits, Retention } from '../../log/event-log.ts';

/** What a case is given: an empty log and the clock that it lives by. */
interface Given {
  readonly log: EventLog;
  /** Lets time pass, in milliseconds. */
  readonly advance: (ms: number) => void;
}

export interface GivenDurable extends Given {
  /** Closes the log and opens it again. */
  readonly reopen: () => Promise<EventLog>;
}

export interface GivenLatestReader extends Given {
  readonly log: EventLog & LatestReader;
}

/** One promise of the contract. */
export interface LogCase<G = Given> {
  readonly title: string;
  readonly retention?: Retention;
  readonly run: (given: G) => Promise<void>;
}

export const everything: ReadLimits = { events: 1_000_000, bytes: 1_000_000_000 };

/** An event of topic `t`, with what else is said. */
export function anEvent(data: string, more: Partial<NewEvent> = {}): NewEvent {
  return { topics: ['t'], data, ...more };
}

/** `count` events, `prefix0`, `prefix1` and so on. */
export function someEvents(count: number, prefix = 'event '): NewEvent[] {
  return Array.from({ length: count }, (_, index) => anEvent(`${prefix}${index}`));
}

export async function readAll(log: EventLog, after: Offset = 0): Promise<LogPage> {
  return log.read(after, everything);
}

export function dataOf(events: readonly LoggedEvent[]): string[] {
  return events.map((event) => event.data);
}

export function offsetsOf(events: readonly LoggedEvent[]): Offset[] {
  return events.map((event) => event.offset);
}
