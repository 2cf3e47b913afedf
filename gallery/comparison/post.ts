/** Asks the comparison's server side for something, and returns what it answers; undefined where it is away. */
export async function post<Answer>(path: string, body: unknown = {}): Promise<Answer | undefined> {
  const answer = await fetch(`/api/comparison/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => undefined);
  return answer?.ok ? ((await answer.json().catch(() => undefined)) as Answer | undefined) : undefined;
}
