import { createHub } from '../../src/hub/create-hub.ts';
import type { Hub } from '../../src/hub/hub.ts';
import type { HubOptions } from '../../src/hub/options.ts';
import type { EventLog, Retention } from '../../src/log/event-log.ts';
import { createMemoryLog } from '../../src/log/memory.ts';
import { plainLog } from './plain-log.ts';
import { SimulatedClock } from './simulated-clock.ts';

export interface SimulatedHub {
  readonly clock: SimulatedClock;
  readonly log: EventLog;
  readonly hub: Hub;
}

/**
 * A hub over a memory log of epoch `e1`, under a simulated clock. Unless the log `isInstant`, as the memory log is, the
 * hub keeps recent events of its own.
 */
export function simulatedHub(
  { isInstant = true, ...options }: HubOptions & { readonly isInstant?: boolean } = {},
  retention?: Retention,
): SimulatedHub {
  const clock = new SimulatedClock();
  const inMemory = createMemoryLog({ epoch: 'e1', now: () => clock.now(), ...(retention && { retention }) });
  const log = isInstant ? inMemory : plainLog(inMemory);
  const hub = createHub({ log, clock, random: () => 0, ...options });
  return { clock, log, hub };
}
