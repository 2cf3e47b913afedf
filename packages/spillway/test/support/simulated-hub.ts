import { createHub } from '../../src/hub/create-hub.ts';
import type { Hub } from '../../src/hub/hub.ts';
import type { HubOptions } from '../../src/hub/options.ts';
import type { EventLog, Retention } from '../../src/log/event-log.ts';
import { createMemoryLog } from '../../src/log/memory.ts';
import { SimulatedClock } from './simulated-clock.ts';

export interface SimulatedHub {
  readonly clock: SimulatedClock;
  readonly log: EventLog;
  readonly hub: Hub;
}

/** A hub over a memory log of epoch `e1`, under a simulated clock. */
export function simulatedHub(options: HubOptions = {}, retention?: Retention): SimulatedHub {
  const clock = new SimulatedClock();
  const log = createMemoryLog({ epoch: 'e1', now: () => clock.now(), ...(retention && { retention }) });
  const hub = createHub({ log, clock, random: () => 0, ...options });
  return { clock, log, hub };
}
