import type { Offset } from '../event.ts';
import type { FramedEvent } from './frame.ts';
import type { CompiledSelection } from './selection.ts';
import type { Live, OpenSubscriber } from './subscriber.ts';
import type { Sweep, Swept } from './sweep.ts';
import { Tape } from './tape.ts';

/** What an audience needs of the hub that it belongs to. */
export interface AudienceHost {
  readonly sweep: Sweep;
  /** The offset of the newest event that was fanned out. */
  readonly head: Offset;
  /** How far, in bytes, a live subscriber may fall behind on the tape. */
  readonly tapeBytes: number;
  /** Takes over a subscriber that the tape's bound has passed. */
  catchUp(subscriber: OpenSubscriber): void;
}

/** How a subscriber stands on the tape after its turn. */
type Advance = 'current' | 'behind' | 'passed';

/** All live subscribers with an equal selection: they share one tape of encoded frames. */
export class Audience implements Swept {
  readonly selection: CompiledSelection;
  queued = false;
  /** How many subscribers it has, live or not. */
  size = 0;
  readonly #host: AudienceHost;
  readonly #tape: Tape;
  readonly #live: { subscriber: OpenSubscriber; live: Live }[] = [];
  /** Whose turn it is, and how many turns are left until everybody had one since the last frame. */
  #turn = 0;
  #turnsLeft = 0;
  /** How often `tick` was called since the last frame. */
  #quietTicks = 0;

  constructor(selection: CompiledSelection, host: AudienceHost) {
    this.selection = selection;
    this.#host = host;
    this.#tape = new Tape(host.head);
  }

  get hasNews(): boolean {
    return this.#turnsLeft > 0;
  }

  /** Puts an event on the tape, if anybody who is live selects it. */
  append(framed: FramedEvent): void {
    if (this.#live.length === 0) return;
    const { topics, offset } = framed.event;
    const visible = this.selection.visible(topics);
    if (visible.length === 0) return;
    this.#append(framed.frame(this.selection.showsTopics ? visible : undefined), offset);
  }

  /** Called twice in each heartbeat interval: writes a heartbeat where nothing was written since the call before last. */
  tick(heartbeat: Uint8Array): void {
    if (this.#live.length === 0) return;
    // What passed while there was nothing to write counts as delivered: a later replay need not ask the log for it.
    for (const { subscriber, live } of this.#live) if (this.#lag(live) === 0) subscriber.after = this.#host.head;
    this.#quietTicks++;
    if (this.#quietTicks >= 2) this.#append(heartbeat, this.#tape.head.lastOffset);
  }

  #append(frame: Uint8Array, offset: Offset): void {
    this.#quietTicks = 0;
    this.#tape.append(frame, offset, this.hasNews);
    this.#turnsLeft = this.#live.length;
    this.#host.sweep.add(this);
  }

  /** Makes a subscriber, to whom everything up to the hub's head was written, live. */
  join(subscriber: OpenSubscriber): void {
    const { head } = this.#tape;
    const live: Live = { phase: 'live', segment: head, at: head.length, index: this.#live.length };
    subscriber.standing = live;
    subscriber.after = this.#host.head;
    this.#live.push({ subscriber, live });
    this.#beginRoundAgain();
  }

  /** Takes a subscriber off the tape. */
  leave({ index }: Live): void {
    const last = this.#live.pop();
    if (last && last.live.index !== index) {
      this.#live[index] = last;
      last.live.index = index;
    }
    this.#beginRoundAgain();
  }

  /** Whoever came or moved within a round may have taken the turn of another, so all get one again. */
  #beginRoundAgain(): void {
    if (this.#turnsLeft > 0) this.#turnsLeft = this.#live.length;
  }

  sweep(visits: number): number {
    const planned = Math.min(visits, this.#turnsLeft);
    for (let done = 0; done < planned; done++) {
      if (this.#turn >= this.#live.length) this.#turn = 0;
      const next = this.#live[this.#turn++];
      if (!next) {
        this.#turnsLeft = 0;
        return done;
      }
      this.#turnsLeft--;
      this.advance(next.subscriber, next.live);
    }
    return planned;
  }

  /** Writes what a live subscriber has not had yet, as far as its connection takes it. */
  advance(subscriber: OpenSubscriber, live: Live): void {
    if (this.#write(subscriber, live) !== 'passed') return;
    this.leave(live);
    this.#host.catchUp(subscriber);
  }

  #write(subscriber: OpenSubscriber, live: Live): Advance {
    while (!subscriber.full) {
      const { segment } = live;
      if (live.at < segment.length) {
        const slice = this.#tape.slice(segment, live.at);
        live.at = segment.length;
        subscriber.after = segment.next ? segment.lastOffset : this.#host.head;
        subscriber.write(slice);
        if (subscriber.standing !== live) return 'current';
      } else if (segment.next) {
        live.segment = segment.next;
        live.at = 0;
      } else {
        return 'current';
      }
    }
    return this.#lag(live) > this.#host.tapeBytes ? 'passed' : 'behind';
  }

  /** How many bytes of the tape a live subscriber has not had yet. */
  #lag(live: Live): number {
    return this.#tape.end - (live.segment.start + live.at);
  }
}
