import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keepStreamsReconnecting } from 'spillway/vite';
import { subscribe } from 'spillway/client';
import { createServer } from 'vite';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { forEachBrowser } from '../support/browsers.ts';
import { freePort } from '../support/free-port.ts';
import { startHubProcess } from '../support/hub-process.ts';
import { patient } from '../support/patience.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A hub that can be killed and started again on its port and log, behind Vite's development server. */
async function serve(proxyOptions: { readonly configure?: typeof keepStreamsReconnecting }) {
  const port = await freePort();
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Vite</title>');
  const vitePort = await freePort();
  const start = () => startHubProcess(['--port', String(port), '--log', `sqlite:${folder}/events.db`]);
  let hub = await start();
  onTestFinished(async () => void (await hub.kill()));
  const vite = await createServer({
    root: folder,
    configFile: false,
    logLevel: 'silent',
    optimizeDeps: { noDiscovery: true },
    server: {
      host: '127.0.0.1',
      port: vitePort,
      hmr: false,
      ws: false,
      proxy: { '/events': { target: `http://127.0.0.1:${port}`, ...proxyOptions } },
    },
  });
  await vite.listen();
  onTestFinished(() => vite.close());
  return {
    url: `http://127.0.0.1:${vitePort}`,
    kill: () => hub.kill(),
    restart: async () => void (hub = await start()),
    publish: (data: string) =>
      fetch(`http://127.0.0.1:${port}/events`, { method: 'POST', body: new URLSearchParams({ topic: 'a', data }) }),
  };
}

describe("behind Vite's development proxy", () => {
  test(
    'with keepStreamsReconnecting subscribe notices at once, and survives a hub that is down',
    { timeout: 240_000 },
    async () => {
      const { url, kill, restart, publish } = await serve({ configure: keepStreamsReconnecting });
      const subscription = subscribe(`${url}/events`, { topics: ['a'] });
      onTestFinished(() => subscription.close());
      const data: string[] = [];
      subscription.on('message', (event) => void data.push(event.data));
      await vi.waitFor(() => expect(subscription.state.phase).toBe('open'), patient);
      await publish('before');
      await vi.waitFor(() => expect(data).toEqual(['before']), patient);
      await kill();
      await vi.waitFor(() => expect(subscription.state).toMatchObject({ because: { code: 'network' } }), patient);
      await restart();
      await publish('after');
      await vi.waitFor(() => expect(data).toEqual(['before', 'after']), patient);
    },
  );

  test('keepStreamsReconnecting leaves publishes their 502', { timeout: 240_000 }, async () => {
    const { url, kill } = await serve({ configure: keepStreamsReconnecting });
    await kill();
    const answer = await fetch(`${url}/events`, { method: 'POST', body: new URLSearchParams({ topic: 'a' }) });
    expect(answer.status).toBe(502);
    await expect(fetch(`${url}/events?topic=a`, { headers: { accept: 'text/event-stream' } })).rejects.toThrow(
      'fetch failed',
    );
  });
});

forEachBrowser((browser) => {
  test(
    'with keepStreamsReconnecting a native EventSource survives a hub that is down',
    { timeout: 240_000 },
    async () => {
      const { url, kill, restart, publish } = await serve({ configure: keepStreamsReconnecting });
      const page = await browser.openPage();
      await page.goto(url);
      await page.evaluate(() => {
        const seen: string[] = [];
        const source = new EventSource('/events?topic=a');
        let errors = 0;
        source.addEventListener('error', () => errors++);
        source.addEventListener('message', (event) => void seen.push(event.data));
        Object.assign(globalThis, { seen: () => ({ seen, errors, readyState: source.readyState }) });
      });
      const state = () =>
        page.evaluate(() =>
          (globalThis as unknown as { seen(): { seen: string[]; errors: number; readyState: number } }).seen(),
        );
      await vi.waitFor(async () => expect((await state()).readyState).toBe(1), patient);
      await publish('before');
      await vi.waitFor(async () => expect((await state()).seen).toEqual(['before']), patient);
      await kill();
      // One error for the stream that broke, and then at least two attempts that fail.
      await vi.waitFor(async () => expect((await state()).errors).toBeGreaterThanOrEqual(3), patient);
      expect((await state()).readyState).toBe(0);
      await restart();
      await publish('after');
      await vi.waitFor(async () => expect((await state()).seen).toEqual(['before', 'after']), patient);
    },
  );
});
