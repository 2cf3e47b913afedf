import type { Hub } from 'spillway';
import { currentLoad, mem } from 'systeminformation';
import type { Traffic } from '../../server/traffic.ts';
import type { Sample } from './events.ts';

/** Looks at this machine and at this gallery. */
export type Look = () => Promise<Omit<Sample, 'sequence' | 'sales'>>;

const minuteMs = 60_000;

/** Looks once, so that there is something that rates are since. */
export async function startLooking(hub: Hub, traffic: Traffic): Promise<Look> {
  await currentLoad();
  let before = { requests: traffic.requests, at: performance.now() };
  return async () => {
    const [processor, memory] = await Promise.all([currentLoad(), mem()]);
    const now = { requests: traffic.requests, at: performance.now() };
    const seconds = (now.at - before.at) / 1000;
    const requestsPerSecond = (now.requests - before.requests) / seconds;
    before = now;
    return {
      time: Date.now(),
      processor: rounded(processor.currentLoad / 100),
      memory: { used: memory.active, total: memory.total },
      requestsPerSecond: rounded(requestsPerSecond),
      visitors: traffic.visitorsWithin(minuteMs),
      streams: hub.stats().subscribers,
    };
  };
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
