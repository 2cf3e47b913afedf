import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, type Page, launch } from 'puppeteer-core';
import { startGallery } from '../gallery/server/gallery-server.ts';
import { buildSite } from '../gallery/site/build-site.ts';

// Takes the README's pictures of a gallery that really runs: npm run screenshots

const pictures = join(import.meta.dirname, '..', 'docs', 'images');
/** For so long the dashboard gathers what its charts show. */
const gatherSeconds = 100;
const most = 300_000;

const folder = await mkdtemp(join(tmpdir(), 'spillway-screenshots-'));
await mkdir(pictures, { recursive: true });
await using gallery = await startGallery({
  port: Number(process.env['PORT'] ?? 3000),
  folder,
  site: await buildSite(),
  environment: process.env,
});
const browser = await launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars'],
});
try {
  await takeHome(browser);
  await takeDashboard(browser);
} finally {
  await browser.close();
  await rm(folder, { recursive: true });
}

/** The first page, with some events and their drops on the way. */
async function takeHome(from: Browser): Promise<void> {
  const page = await open(from, '/', 'light');
  for (const data of ['Order 42 is paid', 'Ann sent you a message', 'Build 1,207 is green', 'Two–nil!']) {
    await fetch(`${gallery.url}/events`, { method: 'POST', body: new URLSearchParams({ topic: 'demo', data }) });
    await page.waitForFunction((text) => document.querySelector('[role=log]')?.textContent?.includes(text), {}, data);
  }
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) {
      animation.pause();
      animation.currentTime = 480;
    }
  });
  await take(page, 'home.png');
}

/** The dashboard, after some visits and orders. */
async function takeDashboard(from: Browser): Promise<void> {
  const page = await open(from, '/dashboard', 'dark');
  console.log(`The dashboard gathers for ${gatherSeconds} s …`);
  for (let second = 0; second < gatherSeconds; second += 1) {
    const visits = 2 + Math.round(3 * (1 + Math.sin(second / 9)));
    await Promise.all(Array.from({ length: visits }, () => fetch(`${gallery.url}/api/process`)));
    if (second % 7 === 3) await page.locator('form button[type=submit], form button').click();
    await delay(1_000);
  }
  await page.evaluate(() => scrollTo(0, 0));
  await take(page, 'dashboard.png');
}

async function open(from: Browser, path: string, scheme: 'light' | 'dark'): Promise<Page> {
  const page = await from.newPage();
  await page.setViewport({ width: 1280, height: 900, deviceScaleFactor: 1.5 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.goto(`${gallery.url}${path}`);
  await page.waitForFunction(() =>
    Array.from(document.querySelectorAll('[role=status]')).some(({ textContent }) => textContent === 'Live'),
  );
  return page;
}

async function take(page: Page, name: string): Promise<void> {
  const path = join(pictures, name);
  await page.screenshot({ path });
  await page.close();
  const { size } = await stat(path);
  if (size > most) throw new Error(`${name} has ${size} bytes: more than the ${most} that a README's picture may have`);
  console.log(`${path}: ${Math.round(size / 1000)} kB`);
}
