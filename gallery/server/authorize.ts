import type { EventsRequest, Permissions } from 'spillway';
import type { UseCase } from './gallery.ts';
import type { SignIn } from './sign-in.ts';
import type { Traffic } from './traffic.ts';

/** Topics for those who try the README's examples, or what comes to mind. */
const free = ['orders/*', 'demo', 'demo/*'];

/** Lets everyone read and publish what the use cases say, and those who are signed in read what is theirs. */
export function createAuthorize(
  useCases: readonly UseCase[],
  signIn: SignIn,
  traffic: Traffic,
): (request: EventsRequest) => Promise<Permissions> {
  const publish = [...free, ...useCases.flatMap(({ publishable }) => publishable)];
  const subscribe = [...free, ...useCases.flatMap(({ readable }) => readable)];
  return async (request) => {
    traffic.count(request.header('cookie'));
    const name = await signIn.nameOf(request);
    return { publish, subscribe: name === undefined ? subscribe : [...subscribe, `people/${name}/*`] };
  };
}
