import { publish } from './publish.ts';

export interface PublishNumbers {
  readonly topic: string;
  readonly first: number;
  readonly signal: AbortSignal;
  /** Hears of each number that the hub has. */
  readonly onAcknowledged: (number: number) => void;
}

const everyMs = 100;
const tryAgainMs = 250;
/** A page that is forgotten is to stop at some time. */
const most = 3_000;

/**
 * Publishes one number after the other, each until it is acknowledged. Where the server dies, nobody knows whether it took
 * the last one: so it goes again, and its id keeps it from being logged twice.
 */
export async function publishNumbers({ topic, first, signal, onAcknowledged }: PublishNumbers): Promise<void> {
  for (let number = first; number < first + most && !signal.aborted;) {
    const isTaken = await publish({ topic, id: `${topic}/${number}`, data: `${number}` }).then(
      () => true,
      () => false,
    );
    if (isTaken) {
      onAcknowledged(number);
      number += 1;
    }
    await pause(isTaken ? everyMs : tryAgainMs, signal);
  }
}

/** Resolves after some time, or at once when there is nothing to wait for any more. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
    function end() {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    }
  });
}
