import type { Person } from './notices.ts';

/** Gets a token that speaks for a person. A real application asks for a password. */
export async function signIn(name: Person): Promise<string> {
  const answer = await fetch('/api/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  if (!answer.ok) throw new Error(`the server answered ${answer.status} to the sign-in`);
  return ((await answer.json()) as { readonly token: string }).token;
}
