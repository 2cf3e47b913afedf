import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../../../hub/test/support/seeded-random.ts';
import { SimulatedBrowser } from './simulated-browser.ts';
import { isSuperseded } from './simulated-hub.ts';
import { SimulatedTab } from './simulated-tab.ts';

/** What may happen in a browser, at whatever tab the number names. */
type Step =
  | {
      readonly type: 'publish';
      readonly count: number;
      readonly withinMs: number;
      readonly topic: number;
      readonly isKeyed: boolean;
    }
  | {
      readonly type: 'open';
      readonly topics: readonly string[];
      readonly from: 'now' | 'earliest' | 'latest' | 'cursor';
    }
  | {
      readonly type: 'close' | 'crash' | 'hang' | 'goOn' | 'leave' | 'comeBack' | 'pause' | 'resume';
      readonly tab: number;
    }
  | { readonly type: 'crashLeader' | 'hangLeader' | 'leaveLeader' }
  | { readonly type: 'wait'; readonly ms: number };

const topics = ['a', 'b', 'c/1', 'c/2'];
const tab = fc.nat();

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constant('publish' as const),
      count: fc.integer({ min: 1, max: 20 }),
      withinMs: fc.constantFrom(0, 200, 1000),
      topic: fc.nat(topics.length - 1),
      isKeyed: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('open' as const),
      topics: fc.constantFrom(['a'], ['b'], ['a', 'b'], ['c/:n'], ['c/*', 'a'], ['*']),
      from: fc.constantFrom('now' as const, 'now' as const, 'earliest' as const, 'latest' as const, 'cursor' as const),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constantFrom('close', 'crash', 'hang', 'goOn', 'leave', 'comeBack', 'pause', 'resume'),
      tab,
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constantFrom('crashLeader', 'hangLeader', 'leaveLeader') }) },
  {
    weight: 8,
    arbitrary: fc.record({ type: fc.constant('wait' as const), ms: fc.constantFrom(1, 10, 30, 100, 1000, 30_000) }),
  },
);

test('in any history of tabs that come, go, crash and stand still, each gets what it asked for once, in order', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), fc.integer(), (steps, seed) => {
      const browser = live(steps, seed);
      for (const each of browser.tabs) check(browser, each);
      // Of what the dead got, too, nothing is missing in between; and there is one stream, or none for nobody.
      expect(browser.streams.size).toBe(browser.tabs.length > 0 ? 1 : 0);
    }),
    {
      numRuns: Number(process.env['SPILLWAY_RUNS'] ?? 300),
      ...(process.env['SPILLWAY_SEED'] && { seed: Number(process.env['SPILLWAY_SEED']) }),
    },
  );
});

/** Lives through the steps, and then through a time without faults in which all come to rest. */
function live(steps: readonly Step[], seed: number): SimulatedBrowser {
  const random = seededRandom(seed);
  const browser = new SimulatedBrowser(() => random.next());
  let opened = 0;
  for (const each of steps) {
    const { tabs } = browser;
    const chosen = 'tab' in each ? tabs[each.tab % tabs.length] : browser.leader;
    switch (each.type) {
      case 'publish':
        for (let left = each.count; left > 0; left--) {
          const topic = topics[each.topic] ?? 'a';
          const second = random.pick(['a', 'b', 'c/1', 'd']);
          const both = random.next() < 0.2 && second !== topic ? [topic, second] : [topic];
          browser.after(random.next() * each.withinMs, () => browser.publish(both, each.isKeyed ? 'k' : undefined));
        }
        break;
      case 'open': {
        const lastEventId = each.from === 'cursor' ? cursorBefore(browser) : undefined;
        const since = each.from === 'cursor' ? undefined : each.from;
        browser.tabs.push(
          new SimulatedTab(browser, `tab ${++opened}`, {
            url: 'http://hub/events',
            topics: each.topics,
            since,
            lastEventId,
          }),
        );
        break;
      }
      case 'wait':
        browser.advance(each.ms);
        break;
      case 'crash':
      case 'crashLeader':
        if (chosen) browser.kill(chosen);
        break;
      case 'close':
        if (chosen && !chosen.isHung) chosen.close();
        break;
      case 'hang':
      case 'hangLeader':
        if (chosen) chosen.isHung = true;
        break;
      case 'goOn':
        if (chosen) chosen.isHung = false;
        break;
      case 'leave':
      case 'leaveLeader':
        if (chosen && !chosen.isHung) chosen.leave();
        break;
      case 'comeBack':
        if (chosen && !chosen.isHung) chosen.comeBack();
        break;
      case 'pause':
        if (chosen && !chosen.isHung) chosen.pause();
        break;
      case 'resume':
        if (chosen && !chosen.isHung) chosen.resume();
        break;
      default:
        each satisfies never;
    }
  }
  browser.isFaulty = false;
  for (const each of browser.tabs) {
    each.isHung = false;
  }
  browser.advance(100);
  for (const each of browser.tabs) {
    each.comeBack();
    each.resume();
  }
  browser.advance(60_000);
  browser.publish(['a', 'b', 'c/1']);
  browser.advance(1000);
  return browser;
}

/** A cursor that somebody may have: of an event, or of a place. */
function cursorBefore(browser: SimulatedBrowser): string {
  const offset = Math.floor(browser.random() * (browser.log.length + 1));
  return (browser.random() < 0.5 ? browser.log[offset - 1]?.id : undefined) ?? `e-${offset}`;
}

/** Looks at all that a subscription got. */
function check(browser: SimulatedBrowser, { name, received, request, beganAt, openAt, state }: SimulatedTab): void {
  const { topics: patterns = [], since = 'now', lastEventId } = request;
  const all = browser.select(0, patterns);
  const offsets = all.map(({ offset }) => offset);
  const what = `${name} (${patterns.join()} from ${lastEventId ?? since}) got ${received.join()} of ${offsets.join()}`;
  const cursor = lastEventId === undefined ? undefined : browser.offsetOf(lastEventId);
  /** Nothing from before may come; from some time on, all must. */
  const earliest = cursor ?? (since === 'now' ? beganAt : 0);
  const complete = cursor ?? (since === 'earliest' ? 0 : (openAt ?? Infinity));
  const got = new Set(received);
  const missing = all.filter((event) => event.offset > complete && !got.has(event.offset) && !isSuperseded(event, all));

  expect(state.phase, what).toBe('open');
  expect(received, `${what}, not in order or not once`).toEqual([...got].toSorted((a, b) => a - b));
  expect(offsets, `${what}, not what it asked for`).toEqual(expect.arrayContaining(received));
  expect(received[0] ?? Infinity, `${what}, too early`).toBeGreaterThan(earliest);
  expect(missing, `${what}, not all`).toEqual([]);
}
