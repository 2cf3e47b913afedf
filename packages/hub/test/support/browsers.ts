import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, type LaunchOptions, type Page, launch } from 'puppeteer-core';
import { afterAll, beforeAll, describe, onTestFinished } from 'vitest';
import { patient } from './patience.ts';

// Here, because the arrows of the house allow it: the gallery's pages are served by the hub, so the gallery's tests may
// import from the hub's, and nothing of the hub's imports from the gallery.

/** A real browser that tests drive: the distribution's own build, headless, with a new profile. */
export interface TestBrowser {
  readonly name: 'Chromium' | 'Firefox';
  /**
   * Opens a blank page whose cookies and storage no other page shares. When the test is over the page is closed, and
   * the test fails if a script of the page threw.
   */
  openPage(size?: PageSize): Promise<Page>;
  /** Opens another page, which shares cookies and storage with `page` and closes with it. */
  openTab(page: Page): Promise<Page>;
}

/** What a page has to draw on, in CSS pixels, and how many of the screen's make one of them. */
export interface PageSize {
  readonly width: number;
  readonly height: number;
  readonly deviceScaleFactor?: number;
}

export const desktop: PageSize = { width: 1280, height: 900 };
export const phone: PageSize = { width: 390, height: 844, deviceScaleFactor: 2 };

export interface TestBrowserOptions {
  /** Lets pages load over HTTPS with a certificate that the test made; default false. */
  readonly acceptInsecureCerts?: boolean;
}

interface Build {
  readonly name: TestBrowser['name'];
  readonly debianPackage: string;
  readonly executablePath: string;
  readonly options: LaunchOptions;
}

const builds: readonly Build[] = [
  {
    name: 'Chromium',
    debianPackage: 'chromium',
    executablePath: '/usr/bin/chromium',
    options: {
      browser: 'chrome',
      args: [
        '--headless',
        // Tests run as root on build machines, where Chromium's sandbox does not start.
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  {
    name: 'Firefox',
    debianPackage: 'firefox-esr',
    executablePath: '/usr/bin/firefox-esr',
    options: { browser: 'firefox', protocol: 'webDriverBiDi' },
  },
];

/**
 * Defines the same tests for Chromium and for Firefox. A browser that is not installed has its tests skipped, and the
 * title says why.
 *
 * @example
 * ```ts
 * forEachBrowser((browser) => {
 *   test('the page says hello', async () => {
 *     const page = await browser.openPage(phone);
 *     await page.goto(url);
 *     await page.waitForFunction(() => document.body.textContent?.includes('hello'));
 *   });
 * });
 * ```
 */
export function forEachBrowser(define: (browser: TestBrowser) => void, options: TestBrowserOptions = {}): void {
  for (const build of builds) {
    const missing = !existsSync(build.executablePath);
    const reason = missing ? ` (skipped: ${whyMissing(build)})` : '';
    describe.skipIf(missing)(`in ${build.name}${reason}`, () => {
      define(missing ? notInstalled(build) : launchedFor(build, options));
    });
  }
}

/** Starting a browser takes seconds on a machine that is busy with other tests, and hooks have 240. */
const launchTimeoutMs = 200_000;

function launchedFor(build: Build, options: TestBrowserOptions): TestBrowser {
  let browser: Browser;
  let profile: string;

  beforeAll(async () => {
    profile = await mkdtemp(join(tmpdir(), `spillway-${build.debianPackage}-`));
    browser = await launch({
      ...build.options,
      executablePath: build.executablePath,
      userDataDir: profile,
      headless: true,
      timeout: launchTimeoutMs,
      acceptInsecureCerts: options.acceptInsecureCerts ?? false,
    });
  });

  afterAll(async () => {
    await browser?.close();
    // A browser's last children may still write while it leaves.
    await rm(profile, { recursive: true, force: true, maxRetries: 10 });
  });

  return {
    name: build.name,
    async openPage(size = desktop) {
      const context = await browser.createBrowserContext();
      const page = await newPage(context);
      const thrown: unknown[] = [];
      page.on('pageerror', (error) => {
        if (!isNotice(error)) thrown.push(error);
      });
      onTestFinished(async () => {
        await context.close();
        if (thrown.length > 0) throw new AggregateError(thrown, `scripts of a page threw in ${build.name}`);
      });
      await page.setViewport(size);
      return page;
    },
    openTab: (page) => newPage(page.browserContext()),
  };
}

async function newPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(patient.timeout);
  return page;
}

/** Firefox says in the same way that a page's script threw and that one of its requests failed. */
function isNotice(error: unknown): boolean {
  const notices =
    /^(Firefox can’t establish a connection|The connection to \S+ was interrupted|Cross-Origin Request Blocked)/;
  return error instanceof Error && notices.test(error.message);
}

function notInstalled(build: Build): TestBrowser {
  return {
    name: build.name,
    openPage: () => Promise.reject(new Error(whyMissing(build))),
    openTab: () => Promise.reject(new Error(whyMissing(build))),
  };
}

function whyMissing({ executablePath, debianPackage }: Build): string {
  return `there is no ${executablePath}; on Debian the package ${debianPackage} brings it`;
}
