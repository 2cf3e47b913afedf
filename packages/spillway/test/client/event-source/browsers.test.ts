import type { Page } from 'puppeteer-core';
import { describe, expect, test } from 'vitest';
import { forEachBrowser } from '../../../../hub/test/support/browsers.ts';
import type { TestBrowser } from '../../../../hub/test/support/browsers.ts';
import { contexts } from './case.ts';
import type { Case, Context, Implementation } from './case.ts';
import { cases } from './cases/index.ts';
import { startPlanServer } from './plan-server.ts';
import type { Outcomes } from './run-cases.ts';

// What the standard says of EventSource, and the web-platform-tests check, looked at from pages and workers of real
// browsers: with our class, and with the browser's own as the reference.

const classes = [
  { title: 'ours', isNative: false },
  { title: "the browser's own", isNative: true },
] as const;

forEachBrowser((browser) => {
  /** Whoever is first has all cases run. (Side by side, as most of their time is waiting.) */
  let everywhere: Promise<readonly Outcomes[]> | undefined;

  describe.for(classes)('$title', ({ isNative }) => {
    const by: readonly Implementation[] = isNative ? [browser.name] : ['spillway', `spillway in ${browser.name}`];

    test.for(cases)('$name', { timeout: timeoutMs }, async (one) => {
      everywhere ??= runEverywhere(browser);
      const outcomes = (await everywhere).slice(isNative ? contexts.length : 0);
      const here = contexts.filter((context) => one.where?.includes(context) ?? true);
      const seen = here.map((context) => [context, outcomes[contexts.indexOf(context)]?.[one.name]]);
      const expected = here.map((context) => [context, expectedOf(one, context, by)]);
      expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(expected));
    });
  });
});

const timeoutMs = 400_000;

/** What was seen with each class in each context, in this order. */
async function runEverywhere(browser: TestBrowser): Promise<readonly Outcomes[]> {
  const runs = classes.flatMap(({ isNative }) => contexts.map((context) => ({ isNative, context })));
  return Promise.all(runs.map(async (run) => runIn(await browser.openPage(), run)));
}

/** On servers of its own, as a browser opens only a few connections to each. */
async function runIn(page: Page, run: { readonly isNative: boolean; readonly context: Context }): Promise<Outcomes> {
  const server = await startPlanServer();
  const { origin, otherOrigin } = server;
  try {
    await page.goto(`${origin}/page/`);
    await page.waitForFunction(() => 'runCasesIn' in globalThis);
    return await page.evaluate((toRun) => globalThis.runCasesIn(toRun), { ...run, origin, otherOrigin });
  } finally {
    await server.close();
  }
}

function expectedOf({ expected, differs }: Case, context: Context, by: readonly Implementation[]): unknown {
  const difference = by.map((each) => differs?.[each]).find((each) => each !== undefined);
  return difference === undefined || difference.where?.includes(context) === false ? expected : difference.seen;
}
