import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { bySecret, signToken } from '../auth/tokens.ts';
import { temporaryFolder } from '../cli/command.ts';
import { runHub } from '../running-hub.ts';
import { forEachBrowser } from '../support/browsers.ts';
import { type TestCertificate, makeCertificate } from '../tls/certificate.ts';

const streams = 50;

/** What a page of these tests keeps, for the test to look at. */
declare global {
  interface Window {
    sources: EventSource[];
    received: string[][];
  }
}

/** An application that signs its visitors in: a cookie that no script can read, then on to `next`. */
async function runApplication({ cert, key }: TestCertificate, token: string, next?: string): Promise<string> {
  const server = createServer({ cert, key }, (_req, res) => {
    res.setHeader('set-cookie', `spillway=${token}; Path=/; HttpOnly; Secure; SameSite=Strict`);
    if (next === undefined) res.setHeader('content-type', 'text/html').end('<title>Application</title>');
    else res.writeHead(302, { location: next }).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A hub over HTTPS that checks tokens and serves an empty page. */
async function runGuardedHub(tls: TestCertificate, corsOrigins: readonly string[] = []) {
  const publicFolder = temporaryFolder();
  writeFileSync(join(publicFolder, 'index.html'), '<!doctype html><title>Empty</title>');
  return runHub({ tls, auth: bySecret, publicFolder, corsOrigins });
}

forEachBrowser(
  (browser) => {
    test(`a native EventSource signs in by cookie, ${streams} times at once over HTTP/2, and receives what its token grants`, async () => {
      const tls = await makeCertificate();
      const { url, hub } = await runGuardedHub(tls);
      const token = await signToken({ subscribe: ['shared', 'mine/:stream'] });
      const page = await browser.openPage();
      await page.goto(await runApplication(tls, token, url));
      expect(page.url()).toBe(`${url}/`);
      expect(await page.evaluate(() => document.cookie)).toBe('');

      await page.evaluate(async (count) => {
        window.received = Array.from({ length: count }, () => []);
        window.sources = window.received.map((received, n) => {
          const source = new EventSource(`/events?topic=mine/${n}&topic=shared&topic=secret/*`);
          source.addEventListener('message', ({ data }) => received.push(data));
          return source;
        });
        await Promise.all(
          window.sources.map((source) => new Promise((resolve) => source.addEventListener('open', resolve))),
        );
      }, streams);
      // Over HTTP/1.1 a browser opens six at most.
      expect(hub.stats().subscribers).toBe(streams);
      expect(
        await page.evaluate(() =>
          performance.getEntriesByType('navigation').map((entry) => entry.toJSON().nextHopProtocol),
        ),
      ).toEqual(['h2']);

      const each = Array.from({ length: streams }, (_, n) => n);
      await hub.publish({ topic: 'shared', data: 'first' });
      await hub.publish(each.map((n) => ({ topic: `secret/${n}`, data: 'secret' })));
      await hub.publish(each.map((n) => ({ topic: [`mine/${n}`, `secret/${n}`], data: `mine ${n}` })));
      await hub.publish({ topic: 'shared', data: 'last' });
      await page.waitForFunction(() => window.received.every((received) => received.at(-1) === 'last'));
      expect(await page.evaluate(() => window.received)).toEqual(each.map((n) => ['first', `mine ${n}`, 'last']));
    });

    test('a native EventSource that asks for what its token does not grant is refused, and stays closed', async () => {
      const tls = await makeCertificate();
      const { url } = await runGuardedHub(tls);
      const page = await browser.openPage();
      await page.goto(await runApplication(tls, await signToken({ subscribe: ['mine'] }), url));
      const state = await page.evaluate(async () => {
        const source = new EventSource('/events?topic=secret');
        await new Promise((resolve) => source.addEventListener('error', resolve));
        return source.readyState;
      });
      expect(state).toBe(2);
    });

    test('a page of an allowed origin subscribes and publishes with its user’s cookie; one of another does neither', async () => {
      const tls = await makeCertificate();
      const token = await signToken({ publish: ['*'], subscribe: ['*'] });
      const [allowed, other] = [await runApplication(tls, token), await runApplication(tls, token)];
      const { url, hub } = await runGuardedHub(tls, [allowed]);

      const use = async (origin: string) => {
        const page = await browser.openPage();
        await page.goto(origin);
        return page.evaluate(async (events) => {
          const source = new EventSource(`${events}?topic=a`, { withCredentials: true });
          const opened = await new Promise((resolve) => {
            source.addEventListener('open', () => resolve('open'));
            source.addEventListener('error', () => resolve('refused'));
          });
          const heard = new Promise<string>((resolve) =>
            source.addEventListener('message', ({ data }) => resolve(data)),
          );
          const body = new URLSearchParams({ topic: 'a', data: `from ${location.origin}` });
          const published = await fetch(events, { method: 'POST', body, credentials: 'include' }).then(
            ({ status }) => status,
            () => 'refused',
          );
          return { opened, published, heard: opened === 'open' ? await heard : '' };
        }, `${url}/events`);
      };
      expect(await use(allowed)).toEqual({ opened: 'open', published: 200, heard: `from ${allowed}` });
      expect(await use(other)).toEqual({ opened: 'refused', published: 'refused', heard: '' });
      const { events } = await hub.page({ topics: ['*'], since: 'earliest' });
      expect(events.map(({ data }) => data)).toEqual([`from ${allowed}`]);
    });
  },
  { acceptInsecureCerts: true },
);
