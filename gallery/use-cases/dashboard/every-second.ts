import { setTimeout as rest } from 'node:timers/promises';

/** Does the work at each full second until the signal comes; a second that the work before takes is left out. */
export async function everySecond(work: () => Promise<void>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await rest(1000 - (Date.now() % 1000), undefined, { signal })
      .then(work)
      .catch((error: unknown) => {
        if (!signal.aborted) console.error('a sample is missing:', error);
      });
  }
}
