/** Publishes to a topic, as any form does. Resolves with the id that the hub gave the event, or rejects with why not. */
export async function publish(event: Readonly<Record<'topic' | 'data', string> & { id?: string }>): Promise<string> {
  const answer = await fetch('/events', { method: 'POST', body: new URLSearchParams(event) });
  const { id, detail } = (await answer.json()) as { readonly id?: string; readonly detail?: string };
  if (!answer.ok || id === undefined) throw new Error(detail ?? `the server answered ${answer.status}`);
  return id;
}
