/** An event as the log has it. */
export interface LoggedEvent {
  readonly id: string;
  readonly event: string;
  /** What its JSON says. */
  readonly data: unknown;
}

/** What a gallery's log has of a topic or pattern, by the hub's own page of it. */
export async function readLog(
  url: string,
  topic: string,
  since: 'latest' | 'earliest' = 'earliest',
): Promise<readonly LoggedEvent[]> {
  const answer = await fetch(`${url}/events?${new URLSearchParams({ topic, since, limit: '1000' })}`, {
    headers: { accept: 'application/json' },
  });
  const { events } = (await answer.json()) as { readonly events: readonly (LoggedEvent & { readonly data: string })[] };
  return events.map(({ id, event, data }) => ({ id, event, data: JSON.parse(data) as unknown }));
}
