import type { Page } from 'puppeteer-core';
import * as v from 'valibot';
import { expect, test, vi } from 'vitest';
import { forEachBrowser } from '../../../packages/hub/test/support/browsers.ts';
import { patient } from '../../../packages/hub/test/support/patience.ts';
import { rules } from '../../use-cases/scores/fixtures.ts';
import { type Match, match, topicOf } from '../../use-cases/scores/match.ts';
import { look } from '../support/look.ts';
import { openGallery } from '../support/open-gallery.ts';
import { readLog } from '../support/read-log.ts';
import { untilText } from '../support/until.ts';

/** A test has not the time for a match of minutes. */
const fast = { SPILLWAY_MINUTE_MS: '250' };
forEachBrowser((browser) => {
  test(
    'all matches are there at once, as the log has them, and a goal is announced',
    { timeout: 240_000 },
    async () => {
      const gallery = await openGallery(fast);
      const page = await browser.openPage();
      await page.goto(`${gallery.url}/scores`);
      await untilText(page, '[role=status]', 'Live');
      await page.waitForFunction(() => document.querySelectorAll('article').length === 6);
      await vi.waitFor(async () => {
        const latest = await pageOf(gallery.url, 'scores/*', 'latest');
        expect(Object.fromEntries(await shown(page))).toEqual(
          Object.fromEntries(latest.map(({ ground, teams, score }) => [ground, [teams[1].name, score.join(':')]])),
        );
      }, patient);
      await vi.waitFor(async () => expect(await gallery.streams()).toBe(1), patient);

      // A goal that falls is said in words; what had fallen before is not.
      const said = await page.waitForFunction(
        () => document.querySelector('main [role=status].sr-only')?.textContent || undefined,
      );
      const goals = (await pageOf(gallery.url, 'scores/*', 'earliest')).flatMap(goalsInWords);
      expect(goals).toContain(await said.jsonValue());
      await look(browser, page, 'scores');
    },
  );

  test('who follows a sport or a match gets these events alone, on one stream', { timeout: 240_000 }, async () => {
    const gallery = await openGallery(fast);
    const page = await browser.openPage();
    await page.goto(`${gallery.url}/scores`);
    await page.waitForFunction(() => document.querySelectorAll('article').length === 6);

    await press(page, 'Ice hockey');
    await untilText(page, 'code', 'GET /events?topic=scores/hockey/*&since=latest');
    await page.waitForFunction(() => document.querySelectorAll('article').length === 2);
    expect((await shown(page)).map(([ground]) => ground)).toEqual(['glacier', 'northern-lights']);

    await page.select('select', 'scores/football/orchard');
    await untilText(page, 'code', 'GET /events?topic=scores/football/orchard&since=latest');
    await page.waitForFunction(() => document.querySelectorAll('article').length === 1);
    expect((await shown(page)).map(([ground]) => ground)).toEqual(['orchard']);
    await vi.waitFor(async () => expect(await gallery.streams()).toBe(1), patient);

    const before = await eventsSeen(page);
    await vi.waitFor(async () => expect(await eventsSeen(page)).toBeGreaterThan(before), patient);
    // The same number of moments as the log has from this topic: nothing of other matches was counted.
    await vi.waitFor(async () => {
      const [state] = await pageOf(gallery.url, 'scores/football/orchard', 'latest');
      expect(Object.fromEntries(await shown(page))).toEqual({
        orchard: [state?.teams[1].name, state?.score.join(':')],
      });
    }, patient);
  });

  test('after a crash the matches go on from where the log has them', { timeout: 240_000 }, async () => {
    const gallery = await openGallery(fast);
    const page = await browser.openPage();
    await page.goto(`${gallery.url}/scores`);
    await page.waitForFunction(() => document.querySelectorAll('article').length === 6);
    await vi.waitFor(async () => expect(await eventsSeen(page)).toBeGreaterThan(10), patient);
    const before = await pageOf(gallery.url, 'scores/*', 'earliest');

    await gallery.crash();

    await vi.waitFor(async () => {
      const all = await pageOf(gallery.url, 'scores/*', 'earliest');
      expect(all.length).toBeGreaterThan(before.length + 10);
    }, patient);
    const all = await pageOf(gallery.url, 'scores/*', 'earliest');
    expect(all.slice(0, before.length)).toEqual(before);
    expect(faultsOf(all)).toEqual([]);
    expect(await eventsSeen(page)).toBeLessThanOrEqual((await pageOf(gallery.url, 'scores/*', 'earliest')).length);
    await vi.waitFor(async () => {
      const latest = await pageOf(gallery.url, 'scores/*', 'latest');
      expect(Object.fromEntries(await shown(page))).toEqual(
        Object.fromEntries(latest.map(({ ground, teams, score }) => [ground, [teams[1].name, score.join(':')]])),
      );
    }, patient);
  });
});

/** What is wrong with the histories of all grounds: matches follow one another, and no goal is lost or counted twice. */
function faultsOf(all: readonly Match[]): readonly string[] {
  const newest = new Map<string, Match>();
  return all.flatMap((state) => {
    const before = newest.get(topicOf(state));
    newest.set(topicOf(state), state);
    if (before === undefined) return [];
    const where = `${topicOf(state)}, from moment ${before.moment} to ${state.moment}`;
    if (state.kickOff !== before.kickOff) {
      const { periods, minutesPerPeriod, breakMinutes } = rules[state.sport];
      const minutes = periods * minutesPerPeriod + (periods - 1) * breakMinutes;
      return state.kickOff < before.kickOff + minutes * state.minuteMs
        ? [`${where}: a match was not played to its end`]
        : [];
    }
    const goals = state.highlights.filter(({ kind, moment }) => kind === 'goal' && moment > before.moment);
    return [
      ...(state.moment > before.moment && state.at > before.at ? [] : [`${where}: not forwards`]),
      ...([0, 1] as const)
        .filter((side) => state.score[side] - before.score[side] !== goals.filter((goal) => goal.side === side).length)
        .map((side) => `${where}: the goals of side ${side} do not add up`),
    ];
  });
}

function goalsInWords({ highlights, teams, score }: Match): readonly string[] {
  const [home, away] = teams;
  return highlights
    .filter(({ kind }) => kind === 'goal')
    .map(({ player, side, minute }) => {
      const scorer = `${player} for ${teams[side].name}, minute ${minute}`;
      return `Goal: ${scorer}. ${home.name} ${score[0]}, ${away.name} ${score[1]}.`;
    });
}

async function pageOf(url: string, topic: string, since: 'latest' | 'earliest'): Promise<readonly Match[]> {
  return (await readLog(url, topic, since)).map(({ data }) => v.parse(match, data));
}

/** Each ground with its visitor and the score, as the page shows them. */
function shown(page: Page): Promise<readonly (readonly [string, readonly [string, string]])[]> {
  return page.evaluate(() =>
    Array.from(document.querySelectorAll<HTMLElement>('article'), (article) => {
      const scores = Array.from(article.querySelectorAll('output'), ({ textContent }) => textContent);
      const visitor = article.querySelector('h3 > span:last-child')?.firstChild?.textContent ?? '';
      return [article.dataset['ground'] ?? '', [visitor, scores.join(':')]] as const;
    }),
  );
}

function eventsSeen(page: Page): Promise<number> {
  return page.$eval('[data-events]', (element) => Number((element as HTMLElement).dataset['events']));
}

async function press(page: Page, label: string): Promise<void> {
  await page.locator(`::-p-xpath(//button[normalize-space()="${label}"])`).click();
}
