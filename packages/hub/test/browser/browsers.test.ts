import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { desktop, forEachBrowser, phone } from '../support/browsers.ts';
import { freePort } from '../support/free-port.ts';

const server = createServer((req, res) => {
  res.setHeader('content-type', 'text/html');
  res.end(`<title>${req.headers.cookie ?? 'no cookie'}</title>`);
});
let url: string;

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}/`;
  await once(server.listen(port, '127.0.0.1'), 'listening');
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

forEachBrowser((browser) => {
  test.for([desktop, phone])('a page is as large as was asked for: %o', async (size) => {
    const page = await browser.openPage(size);
    await page.goto(url);
    const drawn = await page.evaluate(() => [window.innerWidth, window.innerHeight, window.devicePixelRatio]);
    expect(drawn).toEqual([size.width, size.height, size.deviceScaleFactor ?? 1]);
  });

  test('a page shares no cookies with another', async () => {
    const first = await browser.openPage();
    await first.goto(url);
    await first.evaluate(() => {
      document.cookie = 'who=first';
    });
    await first.reload();
    expect(await first.title()).toBe('who=first');

    const second = await browser.openPage();
    await second.goto(url);
    expect(await second.title()).toBe('no cookie');
  });

  test('a page has the native EventSource', async () => {
    const page = await browser.openPage();
    await page.goto(url);
    expect(await page.evaluate(() => String(EventSource))).toContain('[native code]');
  });
});
