import { subscribe } from 'spillway/client';
import { topicOf } from './lamps.ts';

/** One stream as the page sees it. */
export interface Lamp {
  /** Whether the server has answered; a request that waits for a connection has not even been sent. */
  readonly isOpen: boolean;
  readonly events: number;
}

/** Is told what becomes of the lamp with this number, from 1 on. */
export type Light = (number: number, change: (lamp: Lamp) => Lamp) => void;

/** Opens so many streams, each with a connection's place of its own. Returns what closes them. */
export function openEach(base: string, count: number, light: Light): () => void {
  const sources = numbers(count).map((number) => {
    const source = new EventSource(`${base}/events?topic=${topicOf(number)}`);
    source.addEventListener('open', () => light(number, open));
    source.addEventListener('error', () => light(number, wait));
    source.addEventListener('message', () => light(number, withEvent));
    return source;
  });
  return () => {
    for (const source of sources) source.close();
  };
}

/** Opens as many subscriptions, each with its own topic, that share one stream. Returns what closes them. */
export function openShared(base: string, count: number, light: Light): () => void {
  const subscriptions = numbers(count).map((number) => {
    const subscription = subscribe(`${base}/events`, { topics: [topicOf(number)], share: true });
    subscription.onStateChange(() => light(number, subscription.state.phase === 'open' ? open : wait));
    subscription.on('message', () => light(number, withEvent));
    return subscription;
  });
  return () => {
    for (const subscription of subscriptions) subscription.close();
  };
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

const open = (lamp: Lamp): Lamp => ({ ...lamp, isOpen: true });
const wait = (lamp: Lamp): Lamp => ({ ...lamp, isOpen: false });
const withEvent = (lamp: Lamp): Lamp => ({ isOpen: true, events: lamp.events + 1 });
