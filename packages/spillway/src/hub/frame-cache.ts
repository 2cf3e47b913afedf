import type { LoggedEvent, Offset } from '../event.ts';
import { type FramedEvent, frameEvent } from './frame.ts';

/**
 * Frames of events that somebody who catches up has asked for, by their offsets: those who come back together ask for the
 * same ones, one after the other.
 *
 * Two generations, each of about `generationBytes` at the most: when the young one is full it becomes the old one, and
 * what was in that is forgotten.
 */
export class FrameCache {
  readonly #epoch: string;
  #young = new Map<Offset, FramedEvent>();
  #old = new Map<Offset, FramedEvent>();
  /** What the events of the young generation weigh, in characters of their data and for the objects around it. */
  #youngWeight = 0;

  constructor(epoch: string) {
    this.#epoch = epoch;
  }

  /** The event of this offset with its frames; `read` gives the event where they are not here. */
  get(offset: Offset, read: () => LoggedEvent): FramedEvent {
    const known = this.#young.get(offset) ?? this.#old.get(offset);
    if (known) return known;
    const framed = frameEvent(read(), this.#epoch);
    if (this.#youngWeight >= generationBytes) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#youngWeight = 0;
    }
    this.#young.set(offset, framed);
    this.#youngWeight += framed.event.data.length + 200;
    return framed;
  }
}

/** Two visits of a sweep to one who catches up, of 64 KiB each. */
const generationBytes = 128 * 1024;
