import { setTimeout as delay } from 'node:timers/promises';
import type { Hub } from 'spillway';
import * as v from 'valibot';
import type { UseCase } from '../../server/gallery.ts';
import { type Match, match, topicOf } from './match.ts';
import { asOf, firstMatches, nextMoment } from './simulation.ts';

export const scores: UseCase = {
  name: 'scores',
  readable: ['scores/*'],
  publishable: [],
  async open({ hub, environment, closing }) {
    const stopping = new AbortController();
    closing.defer(() => stopping.abort());

    // The log is all that is remembered: matches go on from where it has them, also after a crash.
    const { events } = await hub.page({ topics: ['scores/*'], since: 'latest', limit: 1000 });
    const known = new Map(events.map(({ topics, data }) => [topics[0], parsed(data)]));
    const minuteMs = Number(environment['SPILLWAY_MINUTE_MS'] ?? 2000);
    for (const first of firstMatches(Date.now(), minuteMs)) {
      void play(hub, known.get(topicOf(first)) ?? asOf(first, Date.now()), stopping.signal);
    }
  },
};

/** Plays one match after the other, and publishes what happens, until the signal or the end of the hub. */
async function play(hub: Hub, beginning: Match, signal: AbortSignal): Promise<void> {
  try {
    for (let current = beginning; ; current = asOf(current, Date.now())) {
      await hub.publish({
        topic: topicOf(current),
        event: 'match',
        data: current,
        // Published again after a crash, it is still one event.
        id: `${topicOf(current)}@${current.kickOff}/${current.moment}`,
        // The newest of each topic and key is what `since=latest` begins with.
        key: 'match',
      });
      await delay(Math.max(0, nextMoment(current).at - Date.now()), undefined, { signal });
      // Whoever comes after hours without anybody is told how things stand by then.
      while (hub.stats().subscribers === 0) await delay(250, undefined, { signal });
    }
  } catch (error) {
    if (!signal.aborted) console.error(`${topicOf(beginning)} stands still:`, error);
  }
}

/** Nothing, where a match was written by an older version. */
function parsed(data: string): Match | undefined {
  const { success, output } = v.safeParse(match, JSON.parse(data));
  return success ? output : undefined;
}
