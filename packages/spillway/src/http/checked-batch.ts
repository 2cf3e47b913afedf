import { SpillwayError } from '../error.ts';
import { checkEvent } from '../event.ts';
import type { EventLimits, NewEvent, PublishEvent } from '../event.ts';
import type { PublishBody } from './publish-body.ts';

/**
 * Checks every event that a POST publishes; an error says which of them is meant.
 *
 * @throws SpillwayError what `checkEvent` throws, `batch-too-large`, or `invalid-event` for a batch without events
 */
export function checkBatch(
  body: PublishBody,
  limits: EventLimits,
  eventsPerBatch: number,
): readonly (NewEvent & PublishEvent)[] {
  switch (body.shape) {
    case 'one':
      return [checkEvent(body.event as PublishEvent, limits)];
    case 'array':
      checkCount(body.events.length, eventsPerBatch);
      return body.events.map((event, index) => checkOne(event, limits, `event ${index} of the array`, { index }));
    case 'lines':
      checkCount(body.lines.length, eventsPerBatch);
      return body.lines.map(({ event, line }) => checkOne(event, limits, `line ${line}`, { line }));
    default:
      return body satisfies never;
  }
}

function checkOne(
  event: unknown,
  limits: EventLimits,
  where: string,
  place: { readonly index?: number; readonly line?: number },
): NewEvent & PublishEvent {
  try {
    return checkEvent(event as PublishEvent, limits);
  } catch (cause) {
    if (!(cause instanceof SpillwayError)) throw cause;
    throw new SpillwayError(cause.code, `${where}: ${cause.message}`, { cause, ...place });
  }
}

function checkCount(events: number, most: number): void {
  if (events === 0) throw new SpillwayError('invalid-event', 'a batch needs at least one event');
  if (events > most) throw new SpillwayError('batch-too-large', `a batch takes at most ${most} events`);
}
