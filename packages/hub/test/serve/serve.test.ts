import { execFile, spawn } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runCommand, startCommand, temporaryFolder } from '../cli/command.ts';
import { kept, openStream, publish } from '../requests.ts';

const execute = promisify(execFile);

async function listening(args: readonly string[], options: Parameters<typeof startCommand>[1] = {}) {
  const command = startCommand(['serve', ...args], options);
  const welcome = (await command.line()) ?? (await command.errorLine()) ?? '';
  const [, url = '', log = ''] = /^Spillway listens on (\S+) and keeps events in (\S+)$/.exec(welcome) ?? [];
  return { ...command, url, log, welcome };
}

/** What a stream begins with. */
async function openingOf(url: string): Promise<string> {
  const { body } = await fetch(`${url}/events?topic=a`);
  const reader = body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  await reader?.cancel();
  return new TextDecoder().decode(value);
}

describe('spillway serve', () => {
  test('listens on 127.0.0.1 and keeps events in .spillway/events.db, over restarts', async () => {
    const folder = temporaryFolder();
    const first = await listening(['--port', '0'], { folder });
    expect(first).toMatchObject({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      log: 'sqlite:.spillway/events.db',
    });
    const { id } = await publish(first.url, { topic: 'a', data: 'kept' });
    expect(await first.stop('SIGKILL')).toMatchObject({ signal: 'SIGKILL' });

    const second = await listening(['--port', '0'], { folder });
    expect(await kept(second.url)).toMatchObject([{ id, data: 'kept' }]);
    expect(await second.stop()).toEqual({ code: 0, signal: null });
    expect(readdirSync(folder)).toEqual(['.spillway']);
  });

  test('takes port 3000 where no other is given', async () => {
    const { welcome } = await listening(['--log', 'memory:']);
    // Another program may have it.
    expect(welcome).toMatch(/http:\/\/127\.0\.0\.1:3000 |port 3000 on 127\.0\.0\.1 is in use/);
  });

  test('takes every setting from the environment, and flags win over it', async () => {
    const folder = temporaryFolder();
    const env = {
      SPILLWAY_HOST: 'localhost',
      SPILLWAY_PORT: '0',
      SPILLWAY_LOG: 'memory:',
      SPILLWAY_MAX_DATA_BYTES: '5',
      SPILLWAY_MAX_ID_BYTES: '5',
      SPILLWAY_CORS_ORIGIN: 'https://a.example, https://b.example',
      SPILLWAY_HEARTBEAT_SECONDS: '7.5',
    };
    const { url, log } = await listening(['--host', '127.0.0.1', '--max-id-bytes', '10'], { folder, env });
    expect([new URL(url).hostname, log]).toEqual(['127.0.0.1', 'memory:']);
    expect(await publish(url, { topic: 'a', data: '123456' })).toMatchObject({ code: 'event-too-large' });
    expect(await publish(url, { topic: 'a', data: '12345', id: '1234567890' })).toMatchObject({ status: 200 });
    const allowed = await fetch(`${url}/events?topic=a`, {
      headers: { origin: 'https://b.example', accept: 'application/json' },
    });
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://b.example');
    expect(await openingOf(url)).toMatch(/^: ?heartbeat 7500 unique-ids$/m);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('has an environment variable for every option, and says so in its help', async () => {
    const { code, stdout } = await runCommand(['serve', '--help']);
    expect(code).toBe(0);
    const options = [...stdout.matchAll(/^ {2}(?:-\w, )?--([a-z-]+)/gm)].map(([, name = '']) => name);
    expect(options.length).toBeGreaterThan(25);
    for (const option of options.filter((name) => name !== 'help')) {
      expect(stdout).toContain(`SPILLWAY_${option.toUpperCase().replaceAll('-', '_')}`);
    }
  });

  test('leaves nothing on disk with --log memory:', async () => {
    const folder = temporaryFolder();
    const { url, stop } = await listening(['--port', '0', '--log', 'memory:'], { folder });
    await publish(url, { topic: 'a', data: 'x' });
    expect(await stop()).toEqual({ code: 0, signal: null });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('prints commands that publish and subscribe when they are pasted', async () => {
    const { line } = await listening(['--port', '0', '--log', 'memory:']);
    const command = async () => {
      for (let text = await line(); text !== undefined; text = await line()) {
        const found = /^ {2}(?:publish|subscribe) +(curl .*)$/.exec(text)?.[1];
        if (found !== undefined) return found;
      }
      throw new Error('there are two commands');
    };
    const [publishing, subscribing] = [await command(), await command()];
    const subscribed = spawn('sh', ['-c', `exec ${subscribing}`]);
    onTestFinished(() => void subscribed.kill());
    const lines = createInterface(subscribed.stdout)[Symbol.asyncIterator]();
    const block = async () => {
      const found: string[] = [];
      for (;;) {
        const { done, value } = await lines.next();
        if (done === true) throw new Error('curl has ended');
        if (value === '') return found;
        found.push(value);
      }
    };
    // Once the opening block has come, it hears what is published.
    expect(await block()).toContainEqual(expect.stringMatching(/^id: ?\w+-0$/));
    const { stdout } = await execute('sh', ['-c', publishing]);
    const { id } = JSON.parse(stdout) as { id: string };
    expect((await block()).map((text) => text.replace(': ', ':'))).toEqual(
      expect.arrayContaining(['data:hello', `id:${id}`]),
    );
  });

  test.for(['SIGTERM', 'SIGINT'] as const)('ends its streams and exits with 0 on %s', async (signal) => {
    const { url, stop } = await listening(['--port', '0', '--log', 'memory:']);
    const stream = await openStream(url, 'topic=a');
    await publish(url, { topic: 'a', data: 'last' });
    const [end, rest] = await Promise.all([stop(signal), stream.rest()]);
    expect(end).toEqual({ code: 0, signal: null });
    expect(rest).toMatchObject([{ data: 'last' }]);
    await expect(fetch(url)).rejects.toThrow();
  });

  test('answers every publish that it took before SIGTERM, and keeps those that it answered', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'log'));
    const settings = ['--port', '0', '--log', 'sqlite:log/events.db'];
    const first = await listening(settings, { folder });
    const acknowledged: unknown[] = [];
    const refused: unknown[] = [];
    const publishing = Array.from({ length: 8 }, async (_, who) => {
      for (let n = 0; ; n++) {
        try {
          const answer = await publish(first.url, { topic: 'a', data: `${who}/${n}` });
          (answer.status === 200 ? acknowledged : refused).push(answer.status === 200 ? answer.id : answer);
          if (answer.status !== 200) return;
        } catch {
          // No more connections are taken.
          return;
        }
      }
    });
    while (acknowledged.length < 100) await publish(first.url, { topic: 'b' });
    expect(await first.stop()).toEqual({ code: 0, signal: null });
    await Promise.all(publishing);
    for (const answer of refused) expect(answer).toMatchObject({ status: 503, code: 'closed' });

    const second = await listening(settings, { folder });
    const ids = new Set((await kept(second.url, 'topic=a&limit=1000')).map((event) => event['id']));
    expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
  });
});
