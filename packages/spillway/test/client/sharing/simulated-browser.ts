import type { FeedEvent } from '../../../src/client/feed.ts';
import type { Notice } from '../../../src/client/sharing/notice.ts';
import { compilePattern } from '../../../src/topic/pattern.ts';
import type { SimulatedTab } from './simulated-tab.ts';

/**
 * A browser's clock, lock and channel, and a hub's log: what the sharing of a connection stands on. How long anything
 * takes is drawn from `random`.
 */
export class SimulatedBrowser {
  readonly random: () => number;
  readonly log: LoggedEvent[] = [];
  readonly tabs: SimulatedTab[] = [];
  /** Whether the network has faults. */
  isFaulty = true;
  /** Open streams, by the tab that has them. */
  readonly streams = new Set<SimulatedTab>();
  #now = 0;
  #tasks: Task[] = [];
  #holder: SimulatedTab | undefined;
  #queue: SimulatedTab[] = [];
  readonly #lastArrivals = new Map<string, number>();

  constructor(random: () => number) {
    this.random = random;
  }

  /** A network fault, now? */
  get isUnlucky(): boolean {
    return this.isFaulty && this.random() < 0.1;
  }

  get now(): number {
    return this.#now;
  }

  /** The tab that holds the lock. */
  get leader(): SimulatedTab | undefined {
    return this.#holder;
  }

  after(delayMs: number, run: () => void, owner?: SimulatedTab, sender?: SimulatedTab): () => void {
    const task = { at: this.#now + delayMs, run, owner, sender };
    this.#tasks.push(task);
    return () => this.#drop((other) => other === task);
  }

  /** Moves time on. What is due in a tab that stands still is done when it goes on, and in a dead one never. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      let next: Task | undefined;
      // What is due at one time is done in the order in which it was scheduled.
      for (const task of this.#tasks) {
        if (task.at <= end && task.owner?.isHung !== true && task.at < (next?.at ?? Infinity)) next = task;
      }
      if (next === undefined) break;
      this.#tasks.splice(this.#tasks.indexOf(next), 1);
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
    this.#now = end;
  }

  publish(topics: readonly string[], key?: string): void {
    const offset = this.log.length + 1;
    // Some publishers give ids of their own, which say nothing of their order.
    const id = this.random() < 0.5 ? `e-${offset}` : `own ${Math.floor(this.random() * 1e9)} of ${offset}`;
    this.log.push({ id, topics, key });
  }

  /** The events that follow an offset and have one of the topics. */
  select(after: number, topics: readonly string[]): readonly SelectedEvent[] {
    const matchers = topics.map(compilePattern);
    return this.log.flatMap(({ id, topics: all, key }, index) => {
      const selected = all.filter((topic) => matchers.some((matches) => matches(topic)));
      if (index < after || selected.length === 0) return [];
      const offset = index + 1;
      return [{ offset, key, event: { type: 'message', data: `${offset}`, lastEventId: id, topics: selected } }];
    });
  }

  offsetOf(cursor: string): number {
    const offset = cursor.startsWith('e-')
      ? Number(cursor.slice(2))
      : this.log.findIndex(({ id }) => id === cursor) + 1;
    if (cursor === '' || offset > this.log.length || (offset === 0 && cursor !== 'e-0'))
      throw new Error(`"${cursor}" is no cursor`);
    return offset;
  }

  /** What one says arrives at each of the others in order, but at any time. */
  broadcast(sender: SimulatedTab, part: string, notice: Notice): void {
    for (const tab of this.tabs) {
      for (const receiver of ['leader', 'follower'] as const) {
        const way = `${sender.name} ${part} ${tab.name} ${receiver}`;
        const at = Math.max(this.#lastArrivals.get(way) ?? 0, this.#now + this.random() * 20);
        this.#lastArrivals.set(way, at);
        // Nobody hears itself, and nobody else's objects.
        const heard = structuredClone(notice);
        this.after(at - this.#now, () => tab.receive(receiver, heard), tab, sender);
      }
    }
  }

  /** What the tab was about to do is not done, and of what it said only a part arrives. */
  kill(tab: SimulatedTab): void {
    const lastArrival = this.#now + this.random() * 20;
    this.tabs.splice(this.tabs.indexOf(tab), 1);
    this.streams.delete(tab);
    this.#drop(({ owner, sender, at }) => owner === tab || (sender === tab && at > lastArrival));
    this.resign(tab);
  }

  stand(tab: SimulatedTab, atOnce: boolean): void {
    this.resign(tab);
    if (!atOnce) {
      this.#queue.push(tab);
      return this.#grant();
    }
    const robbed = this.#holder;
    this.#holder = tab;
    this.after(0, () => tab.lead(), tab);
    // A tab that stands still learns of it when it goes on, and waits for its next turn.
    if (robbed !== undefined) this.after(0, () => robbed.lose(), robbed);
  }

  resign(tab: SimulatedTab): void {
    this.#queue = this.#queue.filter((other) => other !== tab);
    if (this.#holder !== tab) return;
    this.#holder = undefined;
    this.#grant();
  }

  #grant(): void {
    if (this.#holder !== undefined) return;
    const next = this.#queue.shift();
    this.#holder = next;
    if (next !== undefined) this.after(this.random() * 10, () => next.lead(), next);
  }

  #drop(isDropped: (task: Task) => boolean): void {
    this.#tasks = this.#tasks.filter((task) => !isDropped(task));
  }
}

/** An event of the log; its offset is its place there, from 1. */
export interface LoggedEvent {
  readonly id: string;
  readonly topics: readonly string[];
  readonly key: string | undefined;
}

export interface SelectedEvent {
  readonly offset: number;
  readonly key: string | undefined;
  readonly event: FeedEvent;
}

interface Task {
  readonly at: number;
  readonly run: () => void;
  readonly owner: SimulatedTab | undefined;
  readonly sender: SimulatedTab | undefined;
}
