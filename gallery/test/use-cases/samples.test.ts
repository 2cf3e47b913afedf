import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo } from 'node:net';
import { type RequestListener, createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import type { Page } from 'puppeteer-core';
import sirv from 'sirv';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { build, defaultClientConditions } from 'vite';
import { forEachBrowser } from '../../../packages/hub/test/support/browsers.ts';
import { freePort } from '../../../packages/hub/test/support/free-port.ts';
import { untilText } from '../support/until.ts';

const timeout = 240_000;
const useCases = join(import.meta.dirname, '..', '..', 'use-cases');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spillway-samples-'));
  await build({
    configFile: false,
    logLevel: 'warn',
    root: join(import.meta.dirname, 'samples'),
    plugins: [react()],
    resolve: { conditions: ['@spillway/source', ...defaultClientConditions] },
    build: { outDir: join(folder, 'pages'), emptyOutDir: true, target: 'esnext' },
  });
}, timeout);

afterAll(() => rm(folder, { recursive: true, force: true }));

forEachBrowser((browser) => {
  /** Starts the server sample, and opens the page sample on the same origin, once `before` has happened there. */
  async function open(
    name: string,
    environment: Readonly<Record<string, string>> = {},
    before: (origin: string, page: Page) => Promise<unknown> = () => Promise.resolve(),
  ): Promise<{ readonly page: Page; readonly origin: string }> {
    const port = await startSample(name, environment);
    const serve = sirv(join(folder, 'pages'), { dev: true });
    const origin = await listen((req, res) =>
      serve(req, res, () => {
        const { method, url, headers } = req;
        const forwarded = request({ port, host: '127.0.0.1', method, path: url, headers }, (answer) => {
          res.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(res);
        });
        // The browser went away, or the server did: the other side learns of it.
        forwarded.on('error', () => res.destroy());
        res.on('close', () => forwarded.destroy());
        req.pipe(forwarded);
      }),
    );
    const page = await browser.openPage();
    await before(origin, page);
    await page.goto(`${origin}/?sample=${name}`);
    return { page, origin };
  }

  test('a notification reaches the person whom it is for, and no one else', { timeout }, async () => {
    const { page, origin } = await open('notifications', {}, async (at, opened) => {
      await opened.browserContext().setCookie({ name: 'person', value: 'ann', domain: 'localhost', path: '/' });
      await send(`${at}/people/ann`, 'before she came');
      await send(`${at}/people/ben`, 'a secret');
    });
    await untilText(page, 'li', 'before she came');
    await send(`${origin}/people/ann`, 'while she is here');
    await untilText(page, 'li', 'while she is here');
    expect(await page.$$eval('li', (items) => items.length)).toBe(2);
  });

  test('the dashboard shows samples as the server takes them', { timeout }, async () => {
    const { page } = await open('dashboard');
    await untilText(page, 'p', '1 samples');
    await untilText(page, 'p', '2 samples');
    expect(await page.$eval('p', (text) => text.textContent)).toMatch(/^Load \d+\.\d\d, memory \d+\.\d\d GB/);
  });

  test('prices show the newest of each symbol', { timeout }, async () => {
    const { page } = await open('prices');
    await untilText(page, 'th', 'CORE');
    const rows = () => page.$$eval('tr', (all) => all.map((row) => row.textContent));
    const first = await rows();
    expect(first).toHaveLength(3);
    await expect.poll(rows).not.toEqual(first);
    expect(await rows()).toHaveLength(3);
  });

  test('scores stand as they are, and change with each goal', { timeout }, async () => {
    const { page, origin } = await open('scores', {}, (at) => send(`${at}/goals/derby/home`));
    await untilText(page, 'li', 'derby 1 : 0');
    await send(`${origin}/goals/derby/away`);
    await untilText(page, 'li', 'derby 1 : 1');
    expect(await page.$$eval('li', (items) => items.length)).toBe(1);
  });

  test('news come from a feed', { timeout }, async () => {
    const xml = await readFile(join(useCases, 'news', 'feeds', 'gazette.xml'), 'utf8');
    const feed = await listen((_, res) => void res.end(xml));
    const { page } = await open('news', { FEED: feed });
    const items = xml.match(/<item>/g)?.length ?? 0;
    expect(items).toBeGreaterThan(0);
    await expect.poll(() => page.$$eval('li a', (all) => all.length)).toBe(items);
  });

  test('a job shows its progress to its end', { timeout }, async () => {
    const { page } = await open('jobs');
    await page.locator('button').click();
    await untilText(page, 'main', '100 %');
    expect(await page.$eval('progress', ({ value }) => value)).toBe(100);
  });

  test('an answer comes token by token, and is complete', { timeout }, async () => {
    const { page } = await open('answers');
    await page.locator('button').click();
    await untilText(page, 'p', '∎');
    expect(await page.$eval('p', ({ textContent }) => textContent)).toBe('You asked: Why does it stream? ∎');
  });

  test('a message in a room reaches the page that sent it and another', { timeout }, async () => {
    const { page, origin } = await open('chat');
    const other = await browser.openTab(page);
    await other.goto(`${origin}/?sample=chat`);
    await other.waitForSelector('input');
    await page.bringToFront();
    await page.locator('input').fill('Hello');
    await page.locator('button').click();
    await untilText(page, 'p', 'Hello');
    await other.bringToFront();
    await untilText(other, 'p', 'Hello');
    expect(await other.$$eval('p', (items) => items.length)).toBe(1);
  });

  test('a picture arrives byte for byte', { timeout }, async () => {
    const picture = join(folder, 'picture.png');
    const bytes = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    await writeFile(picture, bytes);
    const { page } = await open('bytes', { PICTURE: picture });
    await page.waitForFunction(() => document.querySelector('img')?.naturalWidth === 1);
    expect(await page.$eval('img', ({ alt }) => alt)).toBe(`A picture of ${bytes.length} bytes`);
  });
});

/** Runs the server sample in a process of its own until the test ends. Resolves with its port once it answers. */
async function startSample(name: string, environment: Readonly<Record<string, string>>): Promise<number> {
  const port = await freePort();
  const file = join(useCases, name, 'sample', 'server.ts');
  const child = spawn(
    process.execPath,
    ['--conditions=@spillway/source', '--disable-warning=ExperimentalWarning', file],
    {
      env: { ...process.env, ...environment, PORT: `${port}` },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  const ended = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const isServing = () =>
    fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
  await expect.poll(isServing).toBe(true);
  return port;
}

/** Serves on a free port of localhost until the test ends. */
async function listen(handler: RequestListener): Promise<string> {
  const server = createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

async function send(url: string, body = ''): Promise<void> {
  const answer = await fetch(url, { method: 'POST', body });
  expect(answer.status).toBe(201);
}
