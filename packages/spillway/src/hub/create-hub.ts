import { encodeComment, encodeLines } from '../codec/encode.ts';
import { SpillwayError } from '../error.ts';
import {
  type EventLimits,
  type LoggedEvent,
  type NewEvent,
  type Offset,
  type PublishEvent,
  checkEvent,
} from '../event.ts';
import type { Audience, AudienceHost } from './audience.ts';
import { CatchingUp, type CatchingUpHost } from './catching-up.ts';
import type { Connection } from './connection.ts';
import { formatCursor, offsetOfCursor } from './cursor.ts';
import { frameEvent } from './frame.ts';
import { encodeGap } from './gap.ts';
import type { EventPage, Hub, HubStats, PageRequest, Published, SubscribeRequest } from './hub.ts';
import { type FramedPage, LogReader } from './log-reader.ts';
import { type HubOptions, type HubSettings, settle } from './options.ts';
import { readPage } from './page.ts';
import { type Place, findPlace, placeAtOnce } from './place.ts';
import { RecentEvents } from './recent-events.ts';
import { Router } from './router.ts';
import { compileSelection } from './selection.ts';
import { OpenSubscriber, type Subscriber, type SubscriberHost } from './subscriber.ts';
import { Sweep } from './sweep.ts';

/**
 * Makes a hub: it takes publishes, keeps them in its log, and fans them out to its subscribers, each from its own
 * cursor on, exactly once and in the log's order.
 *
 * Throws a `SpillwayError` with code `invalid-option` for an option out of its bounds.
 *
 * @example
 * ```ts
 * import { createHub } from 'spillway';

 *
 * const hub = createHub();
 * await hub.publish({ topic: 'orders/42', event: 'paid', data: { amount: 100 } });
 * await hub.close();
 * ```
 */
export function createHub(options: HubOptions = {}): Hub {
  return new HubEngine(settle(options));
}

const utf8 = new TextEncoder();
const heartbeat = utf8.encode(encodeComment(''));

class HubEngine implements Hub, AudienceHost, CatchingUpHost, SubscriberHost {
  readonly sweep: Sweep;
  readonly tapeBytes: number;
  readonly epoch: string;
  recent: RecentEvents;
  readonly #settings: HubSettings;
  readonly #reader: LogReader;
  readonly #router: Router;
  /** Every open stream, live or not. */
  readonly #subscribers = new Set<OpenSubscriber>();
  /** Cancels the end of a stream that has one. */
  readonly #expiries = new Map<OpenSubscriber, () => void>();
  readonly #awaitingHead = new Set<CatchingUp>();
  readonly #started: Promise<void>;
  #isStarted = false;
  #isClosed = false;
  #head: Offset = 0;
  #events = 0;
  /** What the tail brought before the hub knew where the log ends. */
  #early: LoggedEvent[] = [];
  readonly #endTail: () => void;
  #endHeartbeats: () => void = () => {};

  constructor(settings: HubSettings) {
    this.#settings = settings;
    this.tapeBytes = settings.tapeBytes;
    this.epoch = settings.log.epoch;
    this.sweep = new Sweep(settings.clock, settings.visitsPerSlice);
    this.recent = new RecentEvents(settings.log, settings.recent, 0);
    this.#reader = new LogReader(settings.log);
    this.#router = new Router(this, settings.limits.topicBytes);
    this.#endTail = settings.log.tail((events) => this.#take(events));
    this.#started = this.#start();
    // Those who ask are told by `ready`, `subscribe` and `page`; nobody may have asked.
    this.#started.catch(() => undefined);
  }

  get limits(): EventLimits {
    return this.#settings.limits;
  }

  get head(): Offset {
    return this.#head;
  }

  now(): number {
    return this.#settings.clock.now();
  }

  after(delayMs: number, task: () => void): () => void {
    return this.#settings.clock.after(delayMs, task);
  }

  publish(event: PublishEvent): Promise<Published>;
  publish(events: readonly PublishEvent[]): Promise<readonly Published[]>;
  publish(input: PublishEvent | readonly PublishEvent[]): Promise<Published | readonly Published[]>;
  async publish(input: PublishEvent | readonly PublishEvent[]): Promise<Published | readonly Published[]> {
    if (this.#isClosed) throw closedError();
    const inputs = Array.isArray(input) ? (input as readonly PublishEvent[]) : [input as PublishEvent];
    const events = inputs.map((event, index) => this.#check(event, index));
    const offsets = await this.#settings.log.append(events);
    const published = events.map((event, at): Published => {
      const offset = offsets[at] ?? 0;
      return { id: event.id ?? formatCursor(this.epoch, offset), offset };
    });
    const [only] = published;
    return Array.isArray(input) || !only ? published : only;
  }

  #check(input: PublishEvent, index: number): NewEvent {
    const event = checkEvent(input, this.#settings.limits);
    // A subscriber whose last event has this id would resume at the offset that it spells.
    if (event.id !== undefined && offsetOfCursor(event.id, this.epoch) !== undefined) {
      throw new SpillwayError(
        'invalid-field',
        `the id ${event.id} has the form of this hub's own cursors: choose another`,
        { index },
      );
    }
    return event;
  }

  subscribe(request: SubscribeRequest, connection: Connection): Subscriber {
    if (this.#isClosed) throw closedError();
    const subscriber = this.#enter(request, connection);
    this.#limitTime(subscriber, request.expiresAt);
    const place = this.#isStarted ? placeAtOnce(request, this.epoch, this.#head) : undefined;
    if (place) this.#open(subscriber, place, request.opening === 'inline');
    else void this.#openInTime(subscriber, request);
    return subscriber;
  }

  async page(request: PageRequest): Promise<EventPage> {
    if (this.#isClosed) throw closedError();
    return readPage(request, {
      epoch: this.epoch,
      clock: this.#settings.clock,
      selection: compileSelection(request, this.limits.topicBytes),
      findPlace: (selection) => this.#findPlace(request, selection),
      read: (after) => this.read(after, false),
      watch: (after, connection) => {
        const watcher = this.#enter(request, connection);
        this.#begin(watcher, { after });
        return watcher;
      },
    });
  }

  stats(): HubStats {
    let catchingUp = 0;
    for (const { standing } of this.#subscribers) if (standing.phase === 'catching-up') catchingUp++;
    return {
      subscribers: this.#subscribers.size,
      audiences: this.#router.size,
      catchingUp,
      head: this.#head,
      events: this.#events,
    };
  }

  async ready(): Promise<void> {
    if (this.#isClosed) throw closedError();
    await this.#started;
    await this.#settings.log.append([]);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const subscriber of this.#subscribers) subscriber.end();
    this.#endHeartbeats();
    this.#endTail();
    await this.#settings.log.close();
  }

  async #start(): Promise<void> {
    const { log, recent } = this.#settings;
    const { first, last } = await log.bounds();
    const after = Math.max(first - 1, last - recent.events);
    this.recent = new RecentEvents(log, recent, after);
    for (let at = after; at < last;) {
      const page = await this.#reader.read(at, false);
      // What was trimmed since is in no window: those who ask for it must be told.
      if (page.first > at + 1) this.recent = new RecentEvents(log, recent, page.first - 1);
      for (const { event } of page.events) if (event.offset <= last) this.recent.push(event);
      at = Math.max(page.through, at + 1);
    }
    this.#head = last;
    this.#isStarted = true;
    this.#take(this.#early);
    this.#early = [];
    this.#beatLater();
  }

  /** Fans out what the log has taken. */
  #take(events: readonly LoggedEvent[]): void {
    if (!this.#isStarted) {
      this.#early = this.#early.concat(events);
      return;
    }
    for (const event of events) {
      if (event.offset <= this.#head) continue;
      this.#fanOut(event);
    }
    for (const catchingUp of this.#awaitingHead) catchingUp.headMoved();
    this.#awaitingHead.clear();
  }

  #fanOut(event: LoggedEvent): void {
    this.recent.push(event);
    this.#head = event.offset;
    this.#events++;
    const framed = frameEvent(event, this.epoch);
    for (const audience of this.#router.route(event.topics)) audience.append(framed);
  }

  #enter(request: SubscribeRequest, connection: Connection): OpenSubscriber {
    const audience = this.#router.enter(request);
    const subscriber = new OpenSubscriber(audience, connection, this);
    this.#subscribers.add(subscriber);
    return subscriber;
  }

  left(subscriber: OpenSubscriber): void {
    this.#subscribers.delete(subscriber);
    this.#router.leave(subscriber.audience);
    this.#expiries.get(subscriber)?.();
    this.#expiries.delete(subscriber);
  }

  async #openInTime(subscriber: OpenSubscriber, request: SubscribeRequest): Promise<void> {
    try {
      const place = await this.#findPlace(request, subscriber.selection);
      if (subscriber.standing.phase === 'opening') this.#open(subscriber, place, request.opening === 'inline');
    } catch (error) {
      this.fail(subscriber, error);
    }
  }

  async #findPlace(request: SubscribeRequest, selection: Audience['selection']): Promise<Place> {
    await this.#started;
    return findPlace(request, selection, { log: this.#settings.log, reader: this.#reader, head: this.#head });
  }

  /** Writes the opening lines, and begins. */
  #open(subscriber: OpenSubscriber, place: Place, isInline: boolean): void {
    const { heartbeatMs, retryMs, random } = this.#settings;
    const cursor = formatCursor(this.epoch, place.after);
    const opening = {
      comment: `heartbeat ${heartbeatMs} unique-ids`,
      retry: Math.round(retryMs * (1 + random() / 2)),
    };
    const blankLine = isInline ? '' : '\n';
    // After a gap the old cursor stands until the gap itself has arrived.
    const text = place.gap
      ? encodeLines(opening) + blankLine + encodeGap(place.gap, cursor)
      : encodeLines({ ...opening, id: cursor }) + blankLine;
    subscriber.write(utf8.encode(text));
    if (subscriber.standing.phase === 'opening') this.#begin(subscriber, place);
  }

  #begin(subscriber: OpenSubscriber, { after, snapshot }: Place): void {
    subscriber.after = after;
    if (after === this.#head) {
      this.join(subscriber);
    } else {
      this.catchUp(subscriber, snapshot);
    }
  }

  catchUp(subscriber: OpenSubscriber, snapshot?: Place['snapshot']): void {
    const catchingUp = new CatchingUp(this, subscriber, snapshot);
    subscriber.stand(catchingUp);
    catchingUp.proceed();
  }

  join(subscriber: OpenSubscriber): void {
    if (this.#subscribers.has(subscriber)) subscriber.audience.join(subscriber);
  }

  read(after: Offset, latest: boolean): Promise<FramedPage> {
    return this.#reader.read(after, latest);
  }

  awaitHead(catchingUp: CatchingUp): void {
    this.#awaitingHead.add(catchingUp);
  }

  fail(subscriber: OpenSubscriber, error: unknown): void {
    if (!this.#isClosed) this.#settings.onError(error);
    subscriber.end();
  }

  #limitTime(subscriber: OpenSubscriber, expiresAt: number | undefined): void {
    if (expiresAt === undefined) return;
    const cancel = this.#settings.clock.after(Math.max(0, expiresAt - this.now()), () => subscriber.end());
    this.#expiries.set(subscriber, cancel);
  }

  /** One timer for all streams; twice in each interval, so that none is silent for longer than one. */
  #beatLater(): void {
    if (this.#isClosed) return;
    this.#endHeartbeats = this.#settings.clock.after(this.#settings.heartbeatMs / 2, () => {
      for (const audience of this.#router.audiences()) audience.tick(heartbeat);
      this.#beatLater();
    });
  }
}

function closedError(): SpillwayError {
  return new SpillwayError('closed', 'this hub is closed: make a new one with createHub');
}
