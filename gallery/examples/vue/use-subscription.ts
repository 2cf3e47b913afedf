import { type EventReaders, type SubscribeOptions, subscribe } from 'spillway/client';
import { onScopeDispose, shallowRef } from 'vue';

/** A subscription for as long as the component lives, with its state as a ref. */
export function useSubscription<const Readers extends EventReaders>(url: string, options: SubscribeOptions<Readers>) {
  const subscription = subscribe(url, options);
  const state = shallowRef(subscription.state);
  subscription.onStateChange(() => {
    state.value = subscription.state;
  });
  onScopeDispose(subscription.close);
  return { state, on: subscription.on };
}
