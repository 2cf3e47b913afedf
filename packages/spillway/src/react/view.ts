import { useLayoutEffect, useState, useSyncExternalStore } from 'react';
import type { ConnectionState, SubscriptionEvent } from '../client/index.ts';
import { checkUrl } from './check.ts';
import type { Collector } from './collectors.ts';
import type { Connected } from './connected.ts';
import { isSameRequest } from './request.ts';
import type { ComponentRequest, RequestOptions } from './request.ts';
import { follow, renew } from './shared-subscription.ts';
import type { Follower } from './shared-subscription.ts';
import { createSnapshots } from './snapshots.ts';

/**
 * What a component sees of a request: the value that a collector makes of its events. Another request is another view;
 * a render that says the same in other words is not.
 */
export function useView<Value>(
  url: string | URL | null,
  options: RequestOptions,
  collect: () => Collector<SubscriptionEvent, Value>,
): Connected & { readonly value: Value } {
  const request = { url: url === null ? undefined : checkUrl(url), options };
  const [held, hold] = useState(() => createView(request, collect()));
  let view = held;
  if (!isSameRequest(held.request, request)) {
    view = createView(request, collect());
    hold(view);
  }
  // Before the effect in which the store is subscribed to.
  useLayoutEffect(() => view.renew(request));
  return useSyncExternalStore(view.subscribe, view.getSnapshot, view.getServerSnapshot);
}

interface View<Value> {
  readonly request: ComponentRequest;
  subscribe(this: void, tell: () => void): () => void;
  getSnapshot(this: void): Connected & { readonly value: Value };
  /** No server connects: the page begins with what it was rendered with. */
  getServerSnapshot(this: void): Connected & { readonly value: Value };
  renew(this: void, request: ComponentRequest): void;
}

function createView<Value>(
  request: ComponentRequest,
  { take, value }: Collector<SubscriptionEvent, Value>,
): View<Value> {
  let follower: Follower | undefined;
  const state: ConnectionState = request.url === undefined ? { phase: 'closed' } : { phase: 'connecting', attempt: 1 };
  const reconnect = (): void => follower?.place?.shared.subscription.reconnect();
  const initial = { value: value(), state, gap: undefined, reconnect };
  const snapshots = createSnapshots<Connected & { readonly value: Value }>(initial, () => {
    const shared = follower?.place?.shared;
    return { value: value(), state: shared?.subscription.state ?? state, gap: shared?.gap, reconnect };
  });
  if (request.url !== undefined) {
    follower = {
      request: { ...request, url: request.url },
      event(event) {
        take(event);
        snapshots.renew();
      },
      changed: snapshots.renew,
    };
  }
  return {
    request,
    subscribe(tell) {
      const stopListening = snapshots.listen(tell);
      const leave = follower && follow(follower);
      return () => {
        leave?.();
        stopListening();
      };
    },
    getSnapshot: snapshots.get,
    getServerSnapshot: () => initial,
    renew({ options }) {
      if (follower === undefined) return;
      follower = Object.assign(follower, { request: { ...follower.request, options } });
      renew(follower);
    },
  };
}
