/** Many events: the number of each stands first in its data. */
export interface Flood {
  /** The number of the first. */
  readonly from: number;
  readonly events: number;
  readonly topicOf: (number: number) => string;
  readonly keyOf?: ((number: number) => string) | undefined;
  /** Called after each batch that was acknowledged. */
  readonly onBatch?: (() => void) | undefined;
}

/** Bytes of one event's data. */
export const eventBytes = 16 * 1024;

const eventsPerBatch = 32;
const padding = 'x'.repeat(eventBytes);

/** Publishes a flood, one batch at a time: each as soon as the one before is acknowledged. */
export async function publishFlood(hubUrl: string, { from, events, topicOf, keyOf, onBatch }: Flood): Promise<void> {
  const end = from + events;
  for (let first = from; first < end; first += eventsPerBatch) {
    const sentAt = performance.now();
    const batch = Array.from({ length: Math.min(eventsPerBatch, end - first) }, (_, index) => {
      const number = first + index;
      const data = `${number} ${sentAt} ${padding}`.slice(0, eventBytes);
      return { topic: topicOf(number), data, key: keyOf?.(number) };
    });
    const answer = await fetch(`${hubUrl}/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(batch),
    });
    if (!answer.ok) throw new Error(`the hub answered ${answer.status}: ${await answer.text()}`);
    await answer.body?.cancel();
    onBatch?.();
  }
}

/** What a subscriber reads in the data of a flood's event. */
export interface FloodEvent {
  readonly number: number;
  /** Milliseconds since its batch was sent. */
  readonly latencyMs: number;
}

export function readFloodEvent(data: string): FloodEvent {
  const [number, sentAt] = data.slice(0, 64).split(' ');
  return { number: Number(number), latencyMs: performance.now() - Number(sentAt) };
}
