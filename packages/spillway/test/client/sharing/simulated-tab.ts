import type { ConnectionState } from '../../../src/client/connection-state.ts';
import type { Environment } from '../../../src/client/environment.ts';
import type { FeedHandlers, FeedRequest } from '../../../src/client/feed.ts';
import { createFollower } from '../../../src/client/sharing/follower.ts';
import type { Follower } from '../../../src/client/sharing/follower.ts';
import { createLeader } from '../../../src/client/sharing/leader.ts';
import type { Leader } from '../../../src/client/sharing/leader.ts';
import type { Notice } from '../../../src/client/sharing/notice.ts';
import type { SimulatedBrowser } from './simulated-browser.ts';
import { lostConnection, simulatedPages, simulatedStreams } from './simulated-hub.ts';

/** A tab with one subscription, which also stands for election. */
export class SimulatedTab {
  readonly name: string;
  readonly request: FeedRequest;
  /** How long the log was when the subscription began, and when it was first open. */
  readonly beganAt: number;
  openAt: number | undefined;
  /** The offsets of the events that it got. */
  readonly received: number[] = [];
  lastEventId: string;
  state: ConnectionState = { phase: 'connecting', attempt: 1 };
  /** It stands still, without having said so. */
  isHung = false;
  /** It is frozen, and had the time to say so; or its reader wants nothing for now. */
  isAway = false;
  readonly #browser: SimulatedBrowser;
  readonly #follower: Follower;
  #leader: Leader | undefined;

  constructor(browser: SimulatedBrowser, name: string, request: FeedRequest) {
    this.#browser = browser;
    this.name = name;
    this.request = request;
    this.lastEventId = request.lastEventId ?? '';
    this.beganAt = browser.log.length;
    this.#follower = createFollower(request, this.#handlers(), {
      post: (notice) => browser.broadcast(this, 'follower', notice),
      readToEnd: simulatedPages(browser, this),
      environment: this.#environment,
      takeOver: () => browser.stand(this, true),
      giveUp: () => {
        throw new Error(`${name} gives up`);
      },
    });
    browser.stand(this, false);
    this.#follower.seek();
  }

  receive(part: 'leader' | 'follower', notice: Notice): void {
    (part === 'leader' ? this.#leader : this.#follower)?.receive(notice);
  }

  lead(): void {
    const browser = this.#browser;
    // It may have lost the lock again in the meantime.
    if (browser.leader !== this || this.#leader !== undefined) return;
    this.#leader = createLeader(`${this.name}@${browser.now}`, {
      post: (notice) => browser.broadcast(this, 'leader', notice),
      readToEnd: simulatedPages(browser, this),
      openFeed: simulatedStreams(browser, this),
      environment: this.#environment,
    });
  }

  lose(): void {
    if (this.#browser.leader === this) return;
    this.#stopLeading();
    if (!this.isAway) this.#browser.stand(this, false);
  }

  #stopLeading(): void {
    this.#leader?.close();
    this.#leader = undefined;
  }

  /** As it leaves for good it says so. */
  close(): void {
    this.leave();
    this.#browser.tabs.splice(this.#browser.tabs.indexOf(this), 1);
  }

  leave(): void {
    this.isAway = true;
    this.#follower.leave({ phase: 'paused', because: 'frozen' });
    this.#stopLeading();
    this.#browser.resign(this);
  }

  comeBack(): void {
    if (!this.isAway) return;
    this.isAway = false;
    this.#browser.stand(this, false);
    this.#follower.seek();
  }

  /** Its reader wants nothing for now; it goes on leading. */
  pause(): void {
    this.#follower.leave();
  }

  resume(): void {
    if (!this.isAway) this.#follower.seek();
  }

  #handlers(): FeedHandlers {
    return {
      event: (event) => {
        this.received.push(Number(event.data));
        this.lastEventId = event.lastEventId;
      },
      gap: () => {
        throw new Error('there is no gap');
      },
      cursor: (cursor) => {
        this.lastEventId = cursor;
      },
      state: (state) => {
        this.state = state;
        if (state.phase === 'open') this.openAt ??= this.#browser.log.length;
      },
    };
  }

  get #environment(): Environment {
    return {
      fetch: () => Promise.reject(lostConnection),
      now: () => this.#browser.now,
      after: (delayMs, task) => this.#browser.after(delayMs, task, this),
      random: this.#browser.random,
      followPage: () => () => {},
    };
  }
}
