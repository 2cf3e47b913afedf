import type { Offset } from '../event.ts';
import type { FramedEvent } from './frame.ts';
import type { CompiledSelection } from './selection.ts';
import type { OpenSubscriber, Standing } from './subscriber.ts';
import type { Sweep, Swept } from './sweep.ts';
import { type Segment, Tape } from './tape.ts';

/** What an audience needs of the hub that it belongs to. */
export interface AudienceHost {
  readonly sweep: Sweep;
  /** The offset of the newest event that was fanned out. */
  readonly head: Offset;
  /** How far, in bytes, a live subscriber may fall behind on the tape. */
  readonly tapeBytes: number;
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls `task` once after `delayMs`; returns a function that cancels it. */
  after(delayMs: number, task: () => void): () => void;
  /** Takes over a subscriber that the tape's bound has passed. */
  catchUp(subscriber: OpenSubscriber): void;
}

/**
 * Between two laps in a row an audience rests for twice the time of the first one, but at most so many milliseconds, and
 * only until so many bytes wait. A lap costs much the same however much each write carries; what is published while it
 * rests makes the next one's writes carry more, for fewer laps in all (bench/NOTES.md has the figures). An event after a
 * silence never waits.
 */
const mostRestMs = 12;
const enoughBytes = 16 * 1024;

const none: Position[] = [];

/** All live subscribers with an equal selection: they share one tape of encoded frames. */
export class Audience implements Swept {
  readonly selection: CompiledSelection;
  queued = false;
  /** How many subscribers it has, live or not. */
  size = 0;
  readonly #host: AudienceHost;
  readonly #tape: Tape;
  /** Made with the first one, for an array that grows from nothing takes room for many. */
  #positions: Position[] = none;
  /** Whose turn it is, and how many turns are left of this lap. */
  #turn = 0;
  #turnsLeft = 0;
  /** How many had their turn before the latest frame came, and need another in the next lap. */
  #turnsAgain = 0;
  #lapBeganMs = 0;
  /** Where the tape ended when the latest lap began. */
  #lapBeganAt = 0;
  /** Ends a rest before its time. */
  #endRest: (() => void) | undefined;
  /** How often `tick` was called since the last frame. */
  #quietTicks = 0;

  constructor(selection: CompiledSelection, host: AudienceHost) {
    this.selection = selection;
    this.#host = host;
    this.#tape = new Tape(host.head);
  }

  get hasNews(): boolean {
    return this.#turnsLeft > 0 && !this.#endRest;
  }

  /** Puts an event on the tape, if anybody who is live selects it. */
  append(framed: FramedEvent): void {
    if (this.#positions.length === 0) return;
    const { topics, offset } = framed.event;
    const visible = this.selection.visible(topics);
    if (visible.length === 0) return;
    this.#append(framed.frame(this.selection.showsTopics ? visible : undefined), offset);
  }

  /** Called twice in each heartbeat interval: writes a heartbeat if nothing was written since the call before last. */
  tick(heartbeat: Uint8Array): void {
    if (this.#positions.length === 0) return;
    // What passed while there was nothing to write counts as delivered: a later replay need not ask the log for it.
    for (const position of this.#positions) {
      if (this.#lag(position) === 0) position.subscriber.after = this.#host.head;
    }
    this.#quietTicks++;
    if (this.#quietTicks >= 2) this.#append(heartbeat, this.#tape.head.lastOffset);
  }

  #append(frame: Uint8Array, offset: Offset): void {
    this.#quietTicks = 0;
    const everybody = this.#positions.length;
    const isUnderWay = this.#turnsLeft > 0;
    this.#tape.append(frame, offset, isUnderWay);
    if (isUnderWay && !this.#endRest) {
      this.#turnsAgain = everybody - this.#turnsLeft;
      return;
    }
    this.#turnsLeft = everybody;
    if (!this.#endRest || this.#tape.end - this.#lapBeganAt >= enoughBytes) this.#beginLap();
  }

  #beginLap(): void {
    this.#endRest?.();
    this.#endRest = undefined;
    this.#lapBeganMs = this.#host.now();
    this.#lapBeganAt = this.#tape.end;
    this.#host.sweep.add(this);
  }

  /** Everybody had a turn: those who need another get it after a rest. */
  #endLap(): void {
    this.#turnsLeft = this.#turnsAgain;
    this.#turnsAgain = 0;
    if (this.#turnsLeft === 0) return;
    const lapMs = this.#host.now() - this.#lapBeganMs;
    const restMs = Math.min(mostRestMs, 2 * lapMs);
    if (restMs < 1) {
      this.#lapBeganMs += lapMs;
      this.#lapBeganAt = this.#tape.end;
      return;
    }
    this.#endRest = this.#host.after(restMs, () => this.#beginLap());
  }

  /** Makes a subscriber live, to whom everything up to the hub's head was written. */
  join(subscriber: OpenSubscriber): void {
    const position = new Position(this, subscriber, this.#tape.head, this.#positions.length);
    subscriber.after = this.#host.head;
    if (this.#positions === none) this.#positions = [position];
    else this.#positions.push(position);
    this.#beginLapAgain();
    subscriber.stand(position);
  }

  /** Takes a subscriber off the tape. */
  leave({ index }: Position): void {
    const last = this.#positions.pop();
    if (last && last.index !== index) {
      this.#positions[index] = last;
      last.index = index;
    }
    this.#beginLapAgain();
  }

  /** Whoever came or moved within a lap may have taken the turn of another, so all get one again. */
  #beginLapAgain(): void {
    if (this.#turnsLeft === 0) return;
    this.#turnsLeft = this.#positions.length;
    this.#turnsAgain = 0;
  }

  sweep(visits: number): number {
    const planned = this.#endRest ? 0 : Math.min(visits, this.#turnsLeft);
    let done = 0;
    while (done < planned && this.#turnsLeft > 0) {
      if (this.#turn >= this.#positions.length) this.#turn = 0;
      const position = this.#positions[this.#turn++];
      this.#turnsLeft--;
      done++;
      if (position) this.advance(position);
    }
    if (done > 0 && this.#turnsLeft === 0) this.#endLap();
    return done;
  }

  /** Writes what a live subscriber has not had yet, as far as its connection takes it. */
  advance(position: Position): void {
    const { subscriber } = position;
    while (!subscriber.full && this.#lag(position) > 0) {
      const { bytes, to, toAt } = this.#tape.read(position.segment, position.at);
      position.segment = to;
      position.at = toAt;
      subscriber.after = to.next ? to.lastOffset : this.#host.head;
      subscriber.write(bytes);
      // A connection may find out that it is gone while it is written to.
      if (subscriber.standing !== position) return;
    }
    if (this.#lag(position) > this.#host.tapeBytes) this.#host.catchUp(subscriber);
  }

  /** How many bytes of the tape a live subscriber has not had yet. */
  #lag({ segment, at }: Position): number {
    return this.#tape.end - (segment.start + at);
  }
}

/** A live subscriber: a position on its audience's tape. */
class Position implements Standing {
  readonly phase = 'live';
  readonly subscriber: OpenSubscriber;
  segment: Segment;
  /** How much of the segment was written, in bytes. */
  at: number;
  /** Its place among the audience's positions. */
  index: number;
  readonly #audience: Audience;

  constructor(audience: Audience, subscriber: OpenSubscriber, segment: Segment, index: number) {
    this.#audience = audience;
    this.subscriber = subscriber;
    this.segment = segment;
    this.at = segment.length;
    this.index = index;
  }

  drained(): void {
    this.#audience.advance(this);
  }

  left(): void {
    this.#audience.leave(this);
  }
}
