import { followEventSource } from './tried-event-source.ts';
import { followPlainly } from './tried-fetch.ts';
import { followSubscription } from './tried-subscription.ts';
import type { SeenItem } from './seen.ts';
import type { SubscriberKind, Trial, TrialReport } from './trial.ts';

/**
 * Goes through all trials of a preparation, some at a time: a browser has six connections for each server.
 *
 * @param trialsUrl absolute
 */
export async function goThrough(trialsUrl: string, atOnce: number): Promise<void> {
  const trials = (await (await fetch(trialsUrl)).json()) as Trial[];
  const reports: TrialReport[] = [];
  const next = trials.values();
  const worker = async () => {
    for (const trial of next) reports.push({ id: trial.id, seen: await goThroughOne(trial, trialsUrl) });
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  await fetch(trialsUrl, { method: 'POST', body: JSON.stringify(reports) });
}

/** Follows until the last event, or the end, and gives up on what takes too long. */
function goThroughOne(trial: Trial, base: string): Promise<readonly SeenItem[]> {
  return new Promise((resolve) => {
    const seen: SeenItem[] = [];
    let isOver = false;
    const finish = () => {
      isOver = true;
      clearTimeout(timer);
      stop();
      resolve(seen);
    };
    const timer = setTimeout(finish, trial.patienceMs);
    const stop = subscribers[trial.subscriber](new URL(trial.url, base), trial, (item) => {
      // That this stops it is no news.
      if (isOver) return;
      seen.push(item);
      if ('event' in item ? item.event.type === 'last' : 'phase' in item && item.phase === 'closed') finish();
    });
  });
}

const subscribers: Readonly<Record<SubscriberKind, Follow>> = {
  subscribe: followSubscription,
  EventSource: followEventSource,
  'a plain fetch': followPlainly,
};

/** Tells all that a subscriber sees; returns a function that stops it. */
export type Follow = (url: URL, trial: Trial, tell: (item: SeenItem) => void) => () => void;
