import type { TestGallery } from '../../support/open-gallery.ts';
import type { Job } from '../../../use-cases/jobs/job.ts';

/** An event of a topic, as the hub keeps it. */
export interface KeptEvent {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** All that the hub keeps of a topic, the oldest first. */
export async function eventsOf({ url }: TestGallery, topic: string): Promise<readonly KeptEvent[]> {
  const events: KeptEvent[] = [];
  for (let cursor = 'since=earliest'; ;) {
    const answer = await fetch(`${url}/events?topic=${topic}&limit=1000&${cursor}`, {
      headers: { accept: 'application/json' },
    });
    const page = (await answer.json()) as { readonly events: readonly KeptEvent[]; readonly cursor: string };
    if (page.events.length === 0) return events;
    events.push(...page.events);
    cursor = `last_event_id=${encodeURIComponent(page.cursor)}`;
  }
}

/** All that was said of jobs. */
export async function jobsIn(gallery: TestGallery): Promise<readonly Job[]> {
  return (await eventsOf(gallery, 'jobs')).map(({ data }) => JSON.parse(data) as Job);
}

/** The lines of a job's log. */
export async function linesOf(gallery: TestGallery, id: string): Promise<readonly string[]> {
  const events = await eventsOf(gallery, `jobs/${id}`);
  return events.filter(({ event }) => event === 'line').map(({ data }) => (JSON.parse(data) as { text: string }).text);
}

/** Sends a file as the page does. */
export function sendFile({ url }: TestGallery, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Response> {
  return fetch(`${url}/api/jobs?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: bytes,
  });
}
