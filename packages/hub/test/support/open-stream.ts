import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { createDecoder } from 'spillway/codec';
import type { DecodedEvent } from 'spillway/codec';

/** One connection of one subscriber, which can stop reading. */
export interface OpenStream {
  /** False once the connection is over, whoever ended it. */
  readonly isOpen: boolean;
  /** Takes nothing more off the socket, so that all buffers up to the hub's fill and stay full. */
  pause(): void;
  resume(): void;
  /** Breaks the connection. */
  cut(): void;
}

/**
 * Subscribes to a topic or pattern from now on, and resolves when the hub has said so: what is published from then on
 * arrives.
 */
export async function openStream(
  hubUrl: string,
  topic: string,
  onEvent: (event: DecodedEvent) => void,
): Promise<OpenStream> {
  let isOpen = true;
  const asked = request(`${hubUrl}/events?${new URLSearchParams({ topic })}`, { agent: false });
  asked.end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  if (response.statusCode !== 200) throw new Error(`the hub answered ${response.statusCode}`);
  const closed = once(response, 'close').then(() => void (isOpen = false));
  response.on('error', () => undefined);
  const opened = new Promise<void>((resolve) => {
    const decoder = createDecoder({ event: onEvent, lastEventId: () => resolve() });
    response.on('data', (bytes: Uint8Array) => decoder.push(bytes));
  });
  await Promise.race([opened, closed]);
  return {
    get isOpen() {
      return isOpen;
    },
    pause: () => void response.pause(),
    resume: () => void response.resume(),
    cut: () => void response.destroy(),
  };
}
