/** Asks the comparison's server side for something, and returns what it answers. */
export async function post<Answer>(path: string, body: unknown = {}): Promise<Answer> {
  const answer = await fetch(`/api/comparison/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return (await answer.json()) as Answer;
}
