import type {
  EventSource,
  EventSourceConstructor,
  EventSourceOptions,
} from '../../../src/client/event-source-interface.ts';
import { pathOf } from './plan.ts';
import type { Plan, PlannedRequest, Until } from './plan.ts';

/** What a case has to work with, in a page or a worker. */
export interface Stage {
  /** The class under test: ours, or the browser's own. */
  readonly EventSource: EventSourceConstructor;
  readonly origin: string;
  readonly otherOrigin: string;
  /** The URL of a new plan; of another origin where that is given. */
  urlOf(this: void, plan: Plan, of?: PlanOptions): string;
  /** Opens a plan, or a URL. */
  open(this: void, plan: Plan | string, options?: EventSourceOptions): EventSource;
  /** The requests that the plan of a URL has had, once there are those. */
  requestsOf(this: void, url: string, until?: Until): Promise<readonly PlannedRequest[]>;
  /** Breaks off what the plan of a URL has open. */
  cut(this: void, url: string): Promise<void>;
  /**
   * Lets something else end, wait as short as can be, and connect again: what was about to happen has happened by then.
   */
  meanwhile(this: void): Promise<void>;
}

export interface PlanOptions {
  readonly origin?: string;
  /** The headers of an answer to a preflight; without them it allows nothing. */
  readonly allowed?: Readonly<Record<string, string>>;
}

/** Sets the stage for one case. Disposing of it closes what the case has opened. */
export function setStage(EventSource: EventSourceConstructor, origin: string, otherOrigin: string): Stage & Disposable {
  const opened: EventSource[] = [];
  const ended = new AbortController();

  const urlOf = (plan: Plan, { origin: of = origin, allowed }: PlanOptions = {}): string =>
    of + pathOf(crypto.randomUUID(), plan, allowed);

  const open: Stage['open'] = (plan, options) => {
    const source = new EventSource(typeof plan === 'string' ? plan : urlOf(plan), options);
    opened.push(source);
    return source;
  };

  /** (At the other origin, whose few connections are seldom needed.) */
  async function ask(url: string, what: string): Promise<readonly PlannedRequest[]> {
    const response = await fetch(`${otherOrigin}${new URL(url).pathname}/${what}`, {
      cache: 'no-store',
      signal: ended.signal,
    });
    return (await response.json()) as readonly PlannedRequest[];
  }

  return {
    EventSource,
    origin,
    otherOrigin,
    urlOf,
    open,
    requestsOf: (url, until = {}) => ask(url, `requests?${new URLSearchParams({ until: JSON.stringify(until) })}`),
    cut: async (url) => void (await ask(url, 'cut')),
    async meanwhile() {
      const source = open([{ body: 'retry: 1\n\n' }, quiet]);
      await next(source, 'error');
      await next(source, 'open');
      source.close();
    },
    [Symbol.dispose]() {
      ended.abort();
      for (const source of opened) source.close();
    },
  };
}

/** A stream that dispatches nothing. (Firefox tells nobody that headers have come before something follows them.) */
export const quiet = ':\n';

/** The next event of this type. */
export function next<Kind extends Event = MessageEvent>(source: EventTarget, type = 'message'): Promise<Kind> {
  return new Promise((resolve) => {
    source.addEventListener(type, (event) => resolve(event as Kind), { once: true });
  });
}

/** What a source has told, as words: `open`, `error 0` (the ready state), `message: its data`. */
export interface Telling {
  readonly told: readonly string[];
  /** Resolves with all that was told once it is so much. */
  until(this: void, count: number): Promise<readonly string[]>;
}

/** Listens from now on, also for events of these types. */
export function tellingOf(source: EventSource, ...types: readonly string[]): Telling {
  const told: string[] = [];
  const changes = new EventTarget();
  const listener = (event: Event): void => {
    if (event instanceof MessageEvent) told.push(`${event.type}: ${event.data}`);
    else told.push(event.type === 'error' ? `error ${source.readyState}` : event.type);
    changes.dispatchEvent(new Event('change'));
  };
  for (const type of ['open', 'message', 'error', ...types]) source.addEventListener(type, listener);
  return {
    told,
    async until(count) {
      while (told.length < count) await next(changes, 'change');
      return told;
    },
  };
}

/** Takes longer than what could come takes on a busy machine. */
export function longWait(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 8000));
}
