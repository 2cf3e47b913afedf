import { setTimeout as delay } from 'node:timers/promises';

/** Sends tokens on, one batch after the other. */
export interface Outbox {
  /** Takes a token. Throws why a batch before could not be sent. */
  add(this: void, token: string): void;
  /** Resolves when all have been sent, and rejects where one could not be. */
  empty(): Promise<void>;
}

/** While a batch is on its way, and a moment after, what comes gathers for the next: a fast model makes fewer events. */
export function createOutbox(send: (tokens: readonly string[]) => Promise<unknown>, restMs = 40): Outbox {
  let waiting: string[] = [];
  let sending: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;

  async function sendAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await send(batch);
      await delay(restMs);
    }
  }

  function check(): void {
    if (failure) throw failure.error;
  }

  return {
    add(token) {
      check();
      waiting.push(token);
      sending ??= sendAll()
        .catch((error: unknown) => (failure = { error }))
        .then(() => (sending = undefined));
    },
    async empty() {
      await sending;
      check();
    },
  };
}
