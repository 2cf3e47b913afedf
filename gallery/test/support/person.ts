import type { Person } from '../../use-cases/notifications/notices.ts';
import type { TestGallery } from './open-gallery.ts';

/** Signs a person in. */
export async function signIn(gallery: TestGallery, name: string): Promise<string> {
  const answer = await fetch(`${gallery.url}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  return ((await answer.json()) as { readonly token: string }).token;
}

/** Does what a button of the person's page does, and throws if the server refuses it. */
export async function act(gallery: TestGallery, name: Person, path: string, body: object): Promise<void> {
  const answer = await ask(gallery, path, body, await signIn(gallery, name));
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
}

/** Asks the server side of the notifications for something. */
export function ask(gallery: TestGallery, path: string, body: object, token?: string): Promise<Response> {
  return fetch(`${gallery.url}/api/notifications/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
}

/** All that the log has for a person, as that person may read it. */
export async function logOf(gallery: TestGallery, name: Person) {
  const answer = await fetch(`${gallery.url}/events?topic=people/${name}/*&since=earliest`, {
    headers: { accept: 'application/json', authorization: `Bearer ${await signIn(gallery, name)}` },
  });
  const { events } = (await answer.json()) as {
    readonly events: readonly { readonly topic: string; readonly data: string }[];
  };
  return events.map(({ topic, data }) => ({ topic, data: JSON.parse(data) as Record<string, unknown> }));
}
