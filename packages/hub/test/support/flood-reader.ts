import { type Flood, eventBytes, publishFlood, readFloodEvent } from './flood.ts';
import type { HubProcess } from './hub-process.ts';
import { type OpenStream, openStream } from './open-stream.ts';
import { residentBytes } from './resident-memory.ts';

/** A subscriber of a flood and what it has received. */
export interface FloodReader {
  readonly stream: OpenStream;
  /** The numbers of its events, in the order of their arrival. */
  readonly numbers: readonly number[];
  /** Events that are no part of the flood, such as a gap. */
  readonly strange: readonly StrangeEvent[];
  /** Resolves once the event with this number has arrived. */
  received(number: number): Promise<void>;
}

export interface StrangeEvent {
  readonly event: string;
  readonly data: unknown;
  /** After so many events of the flood. */
  readonly at: number;
}

/** Opens a stream that reads a flood; each event's latency, in milliseconds, goes to `onLatency`. */
export async function openFloodReader(
  hubUrl: string,
  topic: string,
  onLatency: (latencyMs: number) => void = () => undefined,
): Promise<FloodReader> {
  const numbers: number[] = [];
  const strange: StrangeEvent[] = [];
  const awaited = new Map<number, () => void>();
  const stream = await openStream(hubUrl, topic, ({ event, data }) => {
    if (event !== undefined) {
      strange.push({ event, data: JSON.parse(data), at: numbers.length });
      return;
    }
    const { number, latencyMs } = readFloodEvent(data);
    if (data.length !== eventBytes) throw new Error(`event ${number} has lost some of its data`);
    numbers.push(number);
    onLatency(latencyMs);
    awaited.get(number)?.();
  });
  return {
    stream,
    numbers,
    strange,
    received: (number) =>
      new Promise((resolve) => {
        if (numbers.includes(number)) resolve();
        else awaited.set(number, resolve);
      }),
  };
}

/** Publishes a flood to a hub, and returns the most memory, in bytes, that the hub's process was seen to hold. */
export async function peakMemoryOfFlood(hub: HubProcess, flood: Flood): Promise<number> {
  let peak = residentBytes(hub.pid);
  await publishFlood(hub.url, { ...flood, onBatch: () => void (peak = Math.max(peak, residentBytes(hub.pid))) });
  return peak;
}

/** The numbers from `from` on, up to and without `to`. */
export function numbersBetween(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}
