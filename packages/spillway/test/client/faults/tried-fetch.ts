import { createDecoder } from '../../../src/codec/decode.ts';
import { askedFrom } from './tried-event-source.ts';
import type { Follow } from './tried-subscriber.ts';

/** Follows as many programs do: with `fetch` in a loop, without a cursor and with no care for what is answered. */
export const followPlainly: Follow = (url, { options }, tell) => {
  const stopped = new AbortController();
  void loop();
  return () => stopped.abort();

  async function loop(): Promise<void> {
    while (!stopped.signal.aborted) await read().catch(() => {});
  }

  async function read(): Promise<void> {
    const { body } = await fetch(askedFrom(url, options), { signal: stopped.signal });
    const decoder = createDecoder({
      event({ event = 'message', data, lastEventId }) {
        tell({ event: { id: lastEventId, type: event, data, topics: [] } });
      },
    });
    await body?.pipeTo(new WritableStream({ write: (bytes) => decoder.push(bytes) }));
  }
};
