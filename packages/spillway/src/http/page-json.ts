import type { EventPage, PageEvent } from '../hub/hub.ts';

/** A page as JSON has it; what an event does not have is left out. */
export function pageJson(page: EventPage): object {
  return { events: page.events.map(eventJson), cursor: page.cursor, gap: page.gap };
}

function eventJson({ id, topics, event, key, data, ttl, retry, time }: PageEvent): object {
  return { id, topic: topics.length === 1 ? topics[0] : topics, event, key, data, ttl, retry, time };
}
