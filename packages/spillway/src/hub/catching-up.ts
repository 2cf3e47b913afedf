import type { Offset } from '../event.ts';
import { formatCursor } from './cursor.ts';
import type { FramedEvent } from './frame.ts';
import { encodeGap } from './gap.ts';
import { joinBytes } from './join-bytes.ts';
import type { FramedPage } from './log-reader.ts';
import type { RecentEvents } from './recent-events.ts';
import type { Snapshot } from './snapshot.ts';
import type { OpenSubscriber, Standing } from './subscriber.ts';
import type { Sweep, Swept } from './sweep.ts';

/** What catching up needs of the hub. */
export interface CatchingUpHost {
  readonly epoch: string;
  readonly sweep: Sweep;
  /** The offset of the newest event that was fanned out: nothing beyond it is delivered here. */
  readonly head: Offset;
  readonly recent: RecentEvents;
  now(): number;
  /** Reads a page of the log; `latest` where only the newest events of each (topic, key) matter. */
  read(after: Offset, latest: boolean): Promise<FramedPage>;
  /** Makes a subscriber live that has reached the head. */
  join(subscriber: OpenSubscriber): void;
  /** Calls `headMoved` once the head has. */
  awaitHead(catchingUp: CatchingUp): void;
  /** Ends the stream of a subscriber for whom the log could not be read. */
  fail(subscriber: OpenSubscriber, error: unknown): void;
}

/** How many events one visit looks at, and how many bytes it writes, at the most. */
const eventsPerVisit = 1000;
const bytesPerVisit = 64 * 1024;

const utf8 = new TextEncoder();

/**
 * A subscriber that reads on from the log, from its own cursor, until it has reached the hub's head and can join the
 * tape. Fan-out and joining happen in one turn of the event loop, so there is no seam: everything up to the head came
 * from here, and everything after it comes from the tape.
 */
export class CatchingUp implements Standing, Swept {
  readonly phase = 'catching-up';
  queued = false;
  readonly #host: CatchingUpHost;
  readonly #subscriber: OpenSubscriber;
  readonly #snapshot: Snapshot | undefined;
  #isReading = false;

  constructor(host: CatchingUpHost, subscriber: OpenSubscriber, snapshot?: Snapshot) {
    this.#host = host;
    this.#subscriber = subscriber;
    this.#snapshot = snapshot;
  }

  get hasNews(): boolean {
    return this.#isCurrentStanding && !this.#subscriber.full && !this.#isReading;
  }

  /** Goes on, once there is a reason to. */
  proceed(): void {
    if (this.hasNews) this.#host.sweep.add(this);
  }

  drained(): void {
    this.proceed();
  }

  left(): void {}

  sweep(): number {
    if (!this.hasNews) return 0;
    const { after } = this.#subscriber;
    const { head, recent } = this.#host;
    if (after === head) {
      this.#host.join(this.#subscriber);
    } else if (after > head) {
      // The log is ahead of its tail here: another node delivered more than this one has seen.
      this.#isReading = true;
      this.#host.awaitHead(this);
    } else if (after >= recent.after && !this.#isInSnapshot) {
      this.#writeRecent();
    } else {
      void this.#readOn();
    }
    return visitCost;
  }

  /** The head has moved. */
  headMoved(): void {
    this.#isReading = false;
    this.proceed();
  }

  get #isCurrentStanding(): boolean {
    return this.#subscriber.standing === this;
  }

  get #isInSnapshot(): boolean {
    return this.#snapshot !== undefined && this.#subscriber.after < this.#snapshot.through;
  }

  #writeRecent(): void {
    const frames: Uint8Array[] = [];
    let through = this.#subscriber.after;
    let seen = 0;
    let bytes = 0;
    const isAtEnd = this.#host.recent.scan(through, (framed) => {
      const frame = this.#frameOf(framed);
      if (frame) {
        frames.push(frame);
        bytes += frame.length;
      }
      through = framed.event.offset;
      return ++seen < eventsPerVisit && bytes < bytesPerVisit;
    });
    // The window's last event may be older than the head: what outlived its ttl before a restart is not in it.
    this.#advance(isAtEnd ? this.#host.head : through, frames);
  }

  async #readOn(): Promise<void> {
    this.#isReading = true;
    try {
      const page = await this.#host.read(this.#subscriber.after, this.#isInSnapshot);
      this.#isReading = false;
      if (this.#isCurrentStanding) this.#writePage(page);
    } catch (error) {
      this.#isReading = false;
      if (this.#isCurrentStanding) this.#host.fail(this.#subscriber, error);
    }
    this.proceed();
  }

  #writePage(page: FramedPage): void {
    const { epoch, head } = this.#host;
    const { after } = this.#subscriber;
    const frames: Uint8Array[] = [];
    let through = Math.min(page.through, head);
    if (this.#misses(after, page.first)) {
      // The log may have been trimmed beyond the head, where its tail runs behind.
      through = Math.max(through, page.first - 1);
      const gap = { reason: 'trimmed', after: formatCursor(epoch, after) } as const;
      frames.push(utf8.encode(encodeGap(gap, formatCursor(epoch, page.first - 1))));
    }
    for (const framed of page.events) {
      if (framed.event.offset > head) break;
      const frame = this.#frameOf(framed);
      if (frame) frames.push(frame);
    }
    this.#advance(through, frames);
  }

  /** Whether something of what follows `after` is no longer kept: of a snapshot, only its own events count. */
  #misses(after: Offset, first: Offset): boolean {
    if (first <= after + 1) return false;
    return !this.#isInSnapshot || this.#snapshot?.hasBetween(after, first) === true;
  }

  #advance(through: Offset, frames: readonly Uint8Array[]): void {
    this.#subscriber.after = Math.max(this.#subscriber.after, through);
    if (frames.length > 0) this.#subscriber.write(joinBytes(frames));
  }

  /** The event's frame, if it is to be sent. */
  #frameOf(framed: FramedEvent): Uint8Array | undefined {
    const { selection } = this.#subscriber;
    const { topics, offset, key, time, ttl } = framed.event;
    const visible = selection.visible(topics);
    if (visible.length === 0) return undefined;
    if (ttl !== undefined && time + ttl * 1000 <= this.#host.now()) return undefined;
    if (key !== undefined && this.#host.recent.isSuperseded(offset, visible, key)) return undefined;
    if (this.#snapshot?.leavesOut(offset)) return undefined;
    return framed.frame(selection.showsTopics ? visible : undefined);
  }
}

/** What a visit counts for in a slice of the sweep: it encodes and copies up to `bytesPerVisit`. */
const visitCost = 16;
