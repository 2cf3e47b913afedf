import type { Person } from './notices.ts';

/** Gets a token that speaks for a person. A real application asks for a password. */
export async function signIn(name: Person): Promise<string> {
  const answer = await send('/api/sign-in', { name });
  if (!answer.ok) throw new Error(`the server answered ${answer.status} to the sign-in`);
  return ((await answer.json()) as { readonly token: string }).token;
}

/**
 * Sends what a person does to `/api/notifications/<path>`, and again until the server answers: the id in the body makes
 * repeats harmless.
 *
 * @throws Error that says why the server refused it, or that it does not answer
 */
export async function post(name: Person, path: string, body: object): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    if (!navigator.onLine) throw new Error('You are offline.');
    try {
      const answer = await send(`/api/notifications/${path}`, body, await signIn(name));
      if (answer.ok) return;
      // The server may have been started anew since the sign-in.
      if (answer.status < 500 && answer.status !== 401) throw new Refused(await reasonOf(answer));
    } catch (error) {
      if (error instanceof Refused) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
  throw new Error('The server does not answer. Try again later.');
}

const attempts = 30;
const waitMs = 500;

class Refused extends Error {}

async function reasonOf(answer: Response): Promise<string> {
  const { detail } = (await answer.json()) as { readonly detail?: string };
  return `Refused: ${detail ?? answer.statusText}.`;
}

function send(path: string, body: object, token?: string): Promise<Response> {
  return fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
}
