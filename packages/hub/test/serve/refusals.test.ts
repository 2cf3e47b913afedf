import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { bySecret, signToken } from '../auth/tokens.ts';
import { runHub } from '../running-hub.ts';
import { startHubProcess } from '../support/hub-process.ts';
import { nginxMissing, startNginx } from '../support/nginx.ts';

/** A hub in a process of its own that logs at a level, and the lines that it has logged so far. */
async function startLoggingHub(level: string, args: readonly string[] = []) {
  const hub = await startHubProcess(['--log', 'memory:', '--log-level', level, ...args]);
  onTestFinished(async () => void (await hub.kill()));
  const lines = () =>
    hub.output.stderr
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as LogLine);
  return { ...hub, lines };
}

type LogLine = Readonly<Record<string, unknown>>;

const secret = 'a-secret-of-32-bytes-or-more-for-tests';

describe('the log of a hub has each refusal with its reason', () => {
  test('by Origin, at the level of the default, with the value and the flag to set', async () => {
    const { url, lines } = await startLoggingHub('warn');
    await fetch(`${url}/events?topic=a&token=in-the-query`, { headers: { origin: 'https://evil.test' } });
    await vi.waitFor(() => expect(lines()).toHaveLength(1), 20_000);
    expect(lines()[0]).toMatchObject({
      level: 40,
      code: 'origin-not-allowed',
      method: 'GET',
      path: '/events',
      origin: 'https://evil.test',
      msg: expect.stringMatching(/"https:\/\/evil\.test" .*--cors-origin/),
    });
  });

  test('by token, at level info, and without the token', async () => {
    const { url, lines, output } = await startLoggingHub('info', ['--key', secret]);
    await fetch(`${url}/events?topic=a`);
    await fetch(`${url}/events?topic=a`, { headers: { authorization: 'Bearer not-a-jwt', cookie: 'spillway=cookie' } });
    await vi.waitFor(() => expect(lines()).toHaveLength(2), 20_000);
    expect(lines()).toMatchObject([
      { level: 30, code: 'unauthorized', msg: expect.stringContaining('send a JWT') },
      { level: 30, code: 'unauthorized', msg: expect.stringContaining('the token is not valid here') },
    ]);
    expect(output.stderr).not.toMatch(/not-a-jwt|cookie=|spillway=cookie/);
  });

  test('on one line, and no longer than a line should be, whatever the client sends', async () => {
    const { url, lines } = await startLoggingHub('info');
    const body = JSON.stringify({ topic: `a\n{"level":60}${'x'.repeat(100_000)}`, data: 'x' });
    await fetch(`${url}/events`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    await vi.waitFor(() => expect(lines()).toHaveLength(1), 20_000);
    expect(JSON.stringify(lines()[0]).length).toBeLessThan(2000);
  });
});

describe.skipIf(nginxMissing)(
  `behind nginx on the same machine${nginxMissing ? ` (skipped: ${nginxMissing})` : ''}`,
  () => {
    const marks = ['proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for'];

    test('a hub without a key refuses what nginx marks as forwarded, and names the setting', async () => {
      const { url } = await runHub();
      const proxied = await startNginx(url, marks);
      const headers = { accept: 'application/json' };
      const answer = await fetch(`${proxied}/events?topic=*&since=earliest`, { headers });
      expect([answer.status, await answer.json()]).toMatchObject([
        403,
        { code: 'proxy-not-allowed', detail: expect.stringContaining('--key') },
      ]);
    });

    test('a hub with a key serves those who have a token', async () => {
      const { url } = await runHub({ auth: bySecret });
      const proxied = await startNginx(url, marks);
      const token = await signToken({ subscribe: ['*'] });
      const headers = { accept: 'application/json', authorization: `Bearer ${token}` };
      expect((await fetch(`${proxied}/events?topic=a`, { headers })).status).toBe(200);
      expect((await fetch(`${proxied}/events?topic=a`)).status).toBe(401);
    });
  },
);
