/**
 * Sends a request to the server, and again until it answers, for it may just be starting anew. So what is asked for must be
 * harmless when it is asked for twice: an id in the body sees to that. `token` is asked for each time.
 *
 * @throws Error that says why the server refused it, or that it does not answer
 */
export async function post(path: string, body: object = {}, token?: () => Promise<string>): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    if (!navigator.onLine) throw new Error('You are offline.');
    const answer = await send(path, body, token).catch(() => undefined);
    if (answer?.ok) return;
    // A token of the server's life before is no longer valid.
    const isWorthwhile = answer === undefined || answer.status >= 500 || (answer.status === 401 && token !== undefined);
    if (!isWorthwhile) throw new Error(await reasonOf(answer));
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
  throw new Error('The server does not answer. Try again later.');
}

const attempts = 30;
const waitMs = 500;

async function send(path: string, body: object, token?: () => Promise<string>): Promise<Response> {
  const bearer = await token?.();
  return fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(bearer && { authorization: `Bearer ${bearer}` }) },
    body: JSON.stringify(body),
  });
}

async function reasonOf(answer: Response): Promise<string> {
  const { detail } = (await answer.json()) as { readonly detail?: string };
  return `Refused: ${detail ?? answer.statusText}.`;
}
