import { openConnection } from './connection.ts';
import { createEnvironment } from './environment.ts';
import type { EventReaders } from './event-reader.ts';
import { openSubscription } from './open-subscription.ts';
import type { SubscribeOptions, Subscription } from './subscription.ts';

export function subscribe<const Readers extends EventReaders = EventReaders>(
  url: string | URL,
  options: SubscribeOptions<Readers> = {},
): Subscription<Readers> {
  const { document, location } = globalThis as Partial<typeof globalThis>;
  const { href } = new URL(url, document?.baseURI ?? location?.href);
  return openSubscription(href, options, openConnection, createEnvironment(options.fetch));
}
