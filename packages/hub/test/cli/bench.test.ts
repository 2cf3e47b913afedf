import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { LoadReport } from '../../src/load/report.ts';
import { startEventServer } from '../load/event-server.ts';
import { runHub } from '../running-hub.ts';
import { runCommand, startCommand, temporaryFolder } from './command.ts';

const quick = ['--subscribers', '10', '--rate', '100', '--idle', '0', '--warmup', '0', '--duration', '0.5'];

describe('spillway bench', () => {
  test('shows what a hub did, and exits with 0', async () => {
    const { url } = await runHub();
    const folder = temporaryFolder();
    const args = ['bench', url, ...quick, '--json', 'report.json', '--html', 'report.html'];
    const { code, stdout, stderr } = await runCommand(args, { folder });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout).toContain(
      `${url}/events?topic={topic}\n10 subscribers (http1), 1 topic, 4 publishers, 100 events/s`,
    );
    expect(stdout).toMatch(/^ {2}events +50 acknowledged \(100\/s\)$/m);
    expect(stdout).toMatch(/^ {2}deliveries +500 \([\d,]+\/s\)$/m);
    expect(stdout).toMatch(/^ {2}latency( +[\d.]+){5}$/m);
    expect(stdout).toMatch(/^ {2}integrity +everything arrived once, in order$/m);
    // A busy machine may not have all of them open when the second is over.
    expect(stderr).toMatch(/^ +\d+ s {2}\S+ +\d+\/10 open {2}[\d,]+ deliveries\/s/m);
    const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as LoadReport;
    expect(report).toMatchObject({
      window: { acknowledged: 50, deliveries: 500 },
      generator: { busiest: expect.any(Number) },
    });
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toMatch(/^<!doctype html>/i);
  });

  test('prints nothing but JSON on standard output when asked for it', async () => {
    const { url } = await runHub();
    const { stdout, stderr } = await runCommand(['bench', url, ...quick, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ integrity: { missing: 0 } });
    expect(stderr).toContain('everything arrived once, in order');
  });

  test('exits with 2 when something was lost', async () => {
    const { url, publishUrl = '' } = await startEventServer({
      deliver({ subscriber, number, data, send }) {
        if (subscriber !== 2 || number !== 20) send(data);
      },
    });
    const { code, stdout } = await runCommand(['bench', url, '--publish-url', publishUrl, ...quick, '--drain', '3']);
    expect(stdout).toMatch(/^ {2}integrity +1 missing, 0 doubled, 0 out of order$/m);
    expect(code).toBe(2);
  });

  test('ends early on SIGINT, and still tells what it measured', async () => {
    const { url } = await runHub();
    const command = startCommand(['bench', url, ...quick, '--duration', '60', '--json']);
    // Progress is shown every five seconds: the second line is well within the window.
    await command.errorLine();
    await command.errorLine();
    const ended = command.stop('SIGINT');
    let text = '';
    for (let line = await command.line(); line !== undefined; line = await command.line()) text += line;
    expect(await ended).toEqual({ code: 0, signal: null });
    const { window, integrity } = JSON.parse(text) as LoadReport;
    expect(window.seconds).toBeGreaterThan(1);
    expect(window.seconds).toBeLessThan(60);
    // All that was due in the shorter window, give or take what a busy machine leaves for the next second.
    expect(Math.abs(window.acknowledged - window.seconds * 100)).toBeLessThan(100);
    expect(integrity).toEqual({ missing: 0, doubled: 0, outOfOrder: 0, dropped: 0 });
  });
});

describe('spillway bench exits with 1 and says why', () => {
  test('nobody listens', async () => {
    const { code, stderr } = await runCommand(['bench', 'http://127.0.0.1:9', ...quick]);
    expect(stderr).toMatch(/^spillway: nothing accepts connections at http:\/\/127\.0\.0\.1:9 \(connect ECONNREFUSED/m);
    expect(code).toBe(1);
  });

  test('what listens is something else', async () => {
    const server = createServer((socket) => socket.on('error', () => undefined).end('SSH-2.0-OpenSSH\r\n\r\n'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await runCommand(['bench', `http://127.0.0.1:${port}`, ...quick]);
    expect(stderr).toContain('no subscriber could open its stream: what answers does not speak HTTP/1.1');
    expect(code).toBe(1);
  });

  test('no stream can be opened', async () => {
    const { url } = await runHub();
    const { code, stderr } = await runCommand(['bench', `${url}/nothing`, ...quick]);
    expect(stderr).toMatch(
      /^spillway: no subscriber could open its stream: the server answered 404 Not Found: \{.*\}$/m,
    );
    expect(code).toBe(1);
  });

  test('nothing was acknowledged', async () => {
    const { url } = await startEventServer();
    const { code, stdout } = await runCommand([
      'bench',
      url,
      '--publish-url',
      `${url}&x={data}`,
      ...quick,
      '--publish-header',
      'Expect: nothing',
    ]);
    expect(stdout).toMatch(/^ {2}events +0 acknowledged \(0\/s\), 50 refused: the server answered 417/m);
    expect(code).toBe(1);
  });

  test.each([
    [['http://127.0.0.1:9', '--pid', '99999999'], /^spillway: there is no process 99999999 to measure/m],
    [['http://127.0.0.1:9', '--pid', 'hub'], /It must be process ids, with commas between them\./],
    [['http://127.0.0.1:9/{topic}'], /^spillway: with \{topic\} in the URL there must be a --publish-url/m],
    [['http://127.0.0.1:9', '--rate', '0'], /It must be a number above 0\./],
    [['nowhere'], /^spillway: "nowhere.*" is no URL/m],
    [['http://127.0.0.1:9', '--subscribers', '100000000'], /100000004 connections need \d+ open files.*ulimit -n/],
  ])('%o', async (args, message) => {
    const { code, stdout, stderr } = await runCommand(['bench', ...args]);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^ +at /m);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });
});
