import { expect, test } from 'vitest';
import { seededRandom } from '../../../../hub/test/support/seeded-random.ts';
import { SimulatedBrowser } from './simulated-browser.ts';
import { SimulatedTab } from './simulated-tab.ts';

function openTabs(count: number, seed: number): SimulatedBrowser {
  const random = seededRandom(seed);
  const browser = new SimulatedBrowser(() => random.next());
  browser.isFaulty = false;
  for (let number = 1; number <= count; number++) {
    browser.tabs.push(new SimulatedTab(browser, `tab ${number}`, { url: 'http://hub/events', topics: ['a'] }));
  }
  return browser;
}

test('a leader that stands still is robbed within 13 seconds, while its followers hear one another', () => {
  const browser = openTabs(5, 1);
  browser.advance(1000);
  const { leader } = browser;
  if (leader) leader.isHung = true;
  browser.publish(['a']);
  browser.advance(13_000);
  expect(browser.leader).not.toBe(leader);
  expect(browser.tabs.filter(({ received }) => received.length === 1)).toHaveLength(4);
});

test('a welcome that arrives after its follower has left means nothing to it', () => {
  for (let leftAtMs = 0; leftAtMs < 200; leftAtMs += 2) {
    const browser = openTabs(2, leftAtMs);
    const [, second] = browser.tabs;
    browser.advance(leftAtMs);
    second?.leave();
    const { length } = second?.received ?? [];
    browser.advance(1000);
    browser.publish(['a']);
    browser.advance(1000);
    expect(second?.received, `left after ${leftAtMs} ms`).toHaveLength(length ?? 0);
    expect(second?.state.phase).toBe('paused');
  }
});

test("a dead leader's last words, heard after the first of the next one, hold nobody back", () => {
  for (let seed = 0; seed < 300; seed++) {
    const browser = openTabs(3, seed);
    browser.advance(10);
    for (let deaths = 0; deaths < 2; deaths++) if (browser.leader) browser.kill(browser.leader);
    browser.advance(30_000);
    for (const { state } of browser.tabs) expect(state.phase, `seed ${seed}`).toBe('open');
  }
});
