import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startHubServer } from '../../src/index.ts';
import { bySecret, signToken } from '../auth/tokens.ts';
import { publish } from '../requests.ts';
import { quietSettings, runHub } from '../running-hub.ts';
import { freePort } from '../support/free-port.ts';
import { startHubProcess } from '../support/hub-process.ts';
import { patient } from '../support/patience.ts';
import { type RunningCommand, startCommand, temporaryFolder } from './command.ts';

/** Starts `spillway subscribe`, and resolves once it says that it is connected. */
async function subscribe(url: string, ...args: readonly string[]): Promise<RunningCommand> {
  const command = startCommand(['subscribe', '--url', url, ...args]);
  expect(await command.errorLine()).toBe(`connected to ${url}`);
  return command;
}

interface Line {
  readonly time: string;
  readonly id: string;
  readonly topics: readonly string[];
  readonly event: string;
  readonly data: string;
}

async function parsedLine(command: RunningCommand): Promise<Line> {
  return JSON.parse((await command.line()) ?? '') as Line;
}

describe('spillway subscribe', () => {
  test('shows each event in a line: time, id, topics, type and data', async () => {
    const { url } = await runHub();
    const command = await subscribe(url, 'orders/*', 'news');
    const one = await publish(url, { topic: 'orders/42', event: 'paid', data: { amount: 100 } });
    const two = await publish(url, {
      topic: ['news', 'orders/1', 'hidden'],
      data: 'two\nlines \u001b[31m\u0007 of \\n',
    });
    const time = String.raw`\d\d:\d\d:\d\d`;
    expect(await command.line()).toMatch(new RegExp(`^${time}  ${one.id}  orders/42  paid  {"amount":100}$`));
    // What a terminal would act on is shown instead.
    expect(await command.line()).toMatch(new RegExp(`^${time}  ${two.id}  news orders/1  message  two`));
    expect(await command.stop('SIGINT')).toEqual({ code: 0, signal: null });
  });

  test('shows control characters instead of sending them to the terminal', async () => {
    const { url } = await runHub();
    const command = await subscribe(url, 'a');
    await publish(url, { topic: 'a', data: 'two\nlines\tand \u001b]0;title\u0007 and \u009b31m' });
    expect(await command.line()).toMatch(/ {2}two\\nlines\tand \\u001b\]0;title\\u0007 and \\u009b31m$/);
  });

  test('prints JSON lines with --json, in which nothing is lost', async () => {
    const { url } = await runHub();
    const command = await subscribe(url, 'a', '--json');
    const before = Date.now();
    const data = 'two\nlines \u001b[31m "quoted"  ';
    const { id } = await publish(url, { topic: 'a', event: 'e', data });
    const line = await parsedLine(command);
    expect(line).toEqual({ time: expect.any(String), id, topics: ['a'], event: 'e', data });
    expect(Date.parse(line.time)).toBeGreaterThanOrEqual(before);
  });

  test('begins where it is told: --since, or after --cursor', async () => {
    const { url } = await runHub();
    const [, two] = [await publish(url, { topic: 'a', data: '1' }), await publish(url, { topic: 'a', data: '2' })];
    await publish(url, { topic: 'a', data: '3' });
    const dataFrom = async (...args: readonly string[]) => {
      const command = await subscribe(url, 'a', '--json', ...args);
      return (await parsedLine(command)).data;
    };
    expect(await dataFrom('--since', 'earliest')).toBe('1');
    expect(await dataFrom('--since', 'latest')).toBe('3');
    expect(await dataFrom('--cursor', two.id ?? '')).toBe('3');
    expect(await dataFrom('--cursor', 'unknown')).toMatch(/"reason"/);
  });

  test('comes back after the hub was killed and started again, and nothing is lost or comes twice', async () => {
    const port = await freePort();
    const folder = temporaryFolder();
    const settings = [
      'serve',
      '--port',
      String(port),
      '--log',
      `sqlite:${join(folder, 'events.db')}`,
      '--retry-ms',
      '50',
    ];
    const url = `http://127.0.0.1:${port}`;
    const startHub = async () => {
      const hub = startCommand(settings);
      await hub.line();
      return hub;
    };
    let hub = await startHub();
    const command = await subscribe(url, 'a', '--json');
    const seen: string[] = [];
    for (let round = 0; round < 4; round++) {
      const batch = Array.from({ length: 50 }, (_, n) => ({ topic: 'a', data: `${round}/${n}` }));
      expect(await publish(url, batch)).toMatchObject({ status: 200 });
      // Killed before or after the last of them have arrived.
      while (seen.at(-1) !== `${round}/${round * 16}`) seen.push((await parsedLine(command)).data);
      await hub.stop('SIGKILL');
      hub = await startHub();
      while (seen.at(-1) !== `${round}/49`) seen.push((await parsedLine(command)).data);
    }
    expect(seen).toEqual(Array.from({ length: 200 }, (_, n) => `${Math.floor(n / 50)}/${n % 50}`));
  });

  test('notices a stream that is dead although its connection is open, and resumes without loss', async () => {
    const hub = await startHubProcess(['--log', 'memory:', '--heartbeat-seconds', '1', '--retry-ms', '50']);
    onTestFinished(async () => void (await hub.kill()));
    const command = await subscribe(hub.url, 'a', '--json');
    await publish(hub.url, { topic: 'a', data: 'before' });
    expect(await parsedLine(command)).toMatchObject({ data: 'before' });
    // A process that stands still keeps its connections, and the kernel still takes new ones.
    process.kill(hub.pid, 'SIGSTOP');
    expect(await command.errorLine()).toMatch(/^nothing came for \d+ ms; again in \d+ ms$/);
    process.kill(hub.pid, 'SIGCONT');
    await publish(hub.url, { topic: 'a', data: 'after' });
    expect(await parsedLine(command)).toMatchObject({ data: 'after' });
  });

  test('waits for a hub that is not there yet', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const command = startCommand(['subscribe', '--url', url, '--since', 'earliest', '--json', 'a']);
    expect(await command.errorLine()).toMatch(/^connect ECONNREFUSED .*; again in \d+ ms$/);
    const server = await startHubServer({ ...quietSettings, port });
    onTestFinished(() => server.close());
    await publish(url, { topic: 'a', data: 'x' });
    expect(await parsedLine(command)).toMatchObject({ data: 'x' });
  });

  test('says why it is refused, and ends with 1', async () => {
    const { url } = await runHub({ auth: bySecret });
    const ended = async (...args: readonly string[]) => {
      const command = startCommand(['subscribe', '--url', url, ...args]);
      return { line: await command.errorLine(), ...(await command.ended()) };
    };
    expect(await ended('a')).toMatchObject({ code: 1, line: expect.stringContaining('(401 unauthorized)') });
    const token = await signToken({ subscribe: ['b'] });
    expect(await ended('a', '--token', token)).toMatchObject({
      code: 1,
      line: 'spillway: this request may not subscribe to "a" (403 forbidden)',
    });
    expect(await ended('orders/:', '--token', token)).toMatchObject({
      code: 1,
      line: expect.stringContaining('(400 '),
    });
    expect(await ended('a', '--since', 'yesterday')).toMatchObject({
      code: 1,
      line: expect.stringContaining('Allowed choices are now, earliest, latest'),
    });
  });

  test('begins after a cursor that holds characters beyond Latin-1', async () => {
    const { url } = await runHub();
    await publish(url, { topic: 'a', data: '1', id: 'Zahlung-☃-🎉' });
    await publish(url, { topic: 'a', data: '2' });
    const command = await subscribe(url, 'a', '--json', '--cursor', 'Zahlung-☃-🎉');
    expect(await parsedLine(command)).toMatchObject({ event: 'message', data: '2' });
  });

  test('a reader of standard output that is slow holds the stream back, and loses nothing', async () => {
    const count = 4000;
    const padding = 'x'.repeat(16_384);
    let written = 0;
    const server = createServer(async (_req, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      for (; written < count && !res.destroyed; written++) {
        if (!res.write(`id: ${written}\ndata: ${written} ${padding}\n\n`)) await once(res, 'drain').catch(() => {});
      }
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    const command = startCommand([
      'subscribe',
      '--url',
      `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      '--json',
      'a',
    ]);
    await command.errorLine();
    command.hold();
    // Either the server has written everything, or it stands still because nobody reads.
    let before = -1;
    await vi.waitUntil(() => written === count || (before === written && written > 0) || ((before = written), false), {
      ...patient,
      interval: 2000,
    });
    expect(written).toBeLessThan(count);
    command.release();
    for (let n = 0; n < count; n++) {
      const { id, data } = await parsedLine(command);
      expect([id, data.length]).toEqual([String(n), String(n).length + 1 + padding.length]);
    }
  });

  test('takes no page for a stream', async () => {
    const server = createServer((_req, res) => res.setHeader('content-type', 'text/html').end('data: x\n\n'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const command = startCommand(['subscribe', '--url', url, 'a']);
    expect(await command.errorLine()).toBe(`spillway: what answers at ${url} is no hub`);
  });

  test('ends when whoever reads its output has enough', async () => {
    const { url, hub } = await runHub();
    const command = await subscribe(url, 'a', '--json');
    command.leave();
    while (hub.stats().subscribers > 0) await publish(url, { topic: 'a', data: 'x'.repeat(10_000) });
    expect(await command.ended()).toEqual({ code: 0, signal: null });
  });
});
