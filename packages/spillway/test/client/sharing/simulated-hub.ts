import type { OpenFeed } from '../../../src/client/feed.ts';
import type { ReadToEnd } from '../../../src/client/sharing/read-to-end.ts';
import { SpillwayError } from '../../../src/error.ts';
import type { SelectedEvent, SimulatedBrowser } from './simulated-browser.ts';
import type { SimulatedTab } from './simulated-tab.ts';

/** The pages of a hub, of at most three events each. */
export function simulatedPages(browser: SimulatedBrowser, tab: SimulatedTab): ReadToEnd {
  const later = (task: () => void, ms = 50) => browser.after(browser.random() * ms, task, tab);
  return ({ topics = [], since = 'now' }, from, reader) => {
    let cursor = from;
    let cancel = ask();
    let isStopped = false;
    return () => {
      isStopped = true;
      cancel();
    };

    function ask(): () => void {
      return later(answer);
    }

    function answer(): void {
      if (browser.isUnlucky) {
        reader.state({ phase: 'waiting', delayMs: 500, because: lostConnection });
        cancel = later(answer, 500);
        return;
      }
      const head = browser.log.length;
      let events: readonly SelectedEvent[];
      if (cursor !== '') events = browser.select(browser.offsetOf(cursor), topics).slice(0, 3);
      else if (since === 'now') events = [];
      else if (since === 'earliest') events = browser.select(0, topics).slice(0, 3);
      else events = browser.select(0, topics).filter((event, _, all) => !isSuperseded(event, all));
      const isAtEnd = events.length < 3 || (cursor === '' && since === 'latest');
      const end = isAtEnd ? `e-${head}` : (events.at(-1)?.event.lastEventId ?? '');
      // What is published while the answer is on its way is not on it.
      cancel = later(() => {
        for (const { event } of events) if (!isStopped) reader.event(event);
        if (isStopped) return;
        cursor = end;
        if (isAtEnd) reader.end(cursor);
        else cancel = ask();
      });
    }
  };
}

/** Streams as the hub gives them: whoever catches up may not be sent what is superseded. */
export function simulatedStreams(browser: SimulatedBrowser, tab: SimulatedTab): OpenFeed {
  return ({ topics = [], lastEventId = '' }, handlers) => {
    let at = browser.offsetOf(lastEventId);
    let isCatchingUp = true;
    let cancel = browser.after(browser.random() * 50, connected, tab);
    return {
      reconnect: connectAgain,
      pause() {},
      resume() {},
      close() {
        cancel();
        browser.streams.delete(tab);
        handlers.state({ phase: 'closed' });
      },
    };

    function connected(): void {
      browser.streams.add(tab);
      isCatchingUp = true;
      handlers.state({ phase: 'open', transport: 'stream' });
      // The place that the cursor names may have another name.
      handlers.cursor(`e-${at}`);
      cancel = browser.after(browser.random() * 10, deliver, tab);
    }

    function deliver(): void {
      if (browser.isUnlucky) return connectAgain();
      const all = browser.select(at, topics);
      if (all.length === 0) isCatchingUp = false;
      const sent = all.filter((event) => !(isCatchingUp && isSuperseded(event, all)));
      // As much as is written at once.
      const written = sent.slice(0, 1 + Math.floor(browser.random() * 5));
      at = written.at(-1)?.offset ?? at;
      cancel = browser.after(browser.random() * (isCatchingUp ? 10 : 60), deliver, tab);
      for (const { event } of written) handlers.event(event);
    }

    function connectAgain(): void {
      cancel();
      browser.streams.delete(tab);
      handlers.state({ phase: 'waiting', delayMs: 500, because: lostConnection });
      cancel = browser.after(browser.random() * 500, connected, tab);
    }
  };
}

/** Whether a newer event has the same key and all of its topics; events without a key have none in common. */
export function isSuperseded(event: SelectedEvent, all: readonly SelectedEvent[]): boolean {
  if (event.key === undefined) return false;
  return event.event.topics.every((topic) =>
    all.some(
      ({ offset, key, event: { topics } }) => offset > event.offset && key === event.key && topics.includes(topic),
    ),
  );
}

export const lostConnection = new SpillwayError('network', 'the connection failed');
