import { openConnection } from './connection.ts';
import type { Environment } from './environment.ts';
import type { Feed, FeedHandlers, FeedRequest } from './feed.ts';

/**
 * Opens a feed on the connection that all tabs share. The code for that is loaded when the first asks for it, so that
 * nobody else pays for it; where it cannot be loaded, the feed has a connection of its own.
 */
export function openSharedLater(request: FeedRequest, handlers: FeedHandlers, environment: Environment): Feed {
  const opening = import('./sharing/shared-feed.ts').then(
    ({ openSharedFeed }) => openSharedFeed(request, handlers, environment),
    () => openConnection(request, handlers, environment),
  );
  const later = (call: keyof Feed) => () => void opening.then((feed) => feed[call]());
  return { reconnect: later('reconnect'), pause: later('pause'), resume: later('resume'), close: later('close') };
}
