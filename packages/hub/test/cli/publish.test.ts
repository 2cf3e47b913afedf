import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { bySecret, signToken } from '../auth/tokens.ts';
import { kept } from '../requests.ts';
import { runHub } from '../running-hub.ts';
import { type CommandOptions, runCommand } from './command.ts';

const publish = (url: string, args: readonly string[], options: CommandOptions = {}) =>
  runCommand(['publish', '--url', url, ...args], options);

describe('spillway publish', () => {
  test('publishes its argument, and prints the id', async () => {
    const { url } = await runHub();
    const { code, stdout, stderr } = await publish(url, ['orders/42', 'paid — 100 €']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(await kept(url)).toMatchObject([{ id: stdout.trim(), topic: 'orders/42', data: 'paid — 100 €' }]);
  });

  test('publishes what comes on standard input, but for the line feed at its end', async () => {
    const { url } = await runHub();
    expect(await publish(url, ['a'], { input: 'two\nlines\n' })).toMatchObject({ code: 0 });
    expect(await publish(url, ['a'], { input: '' })).toMatchObject({ code: 0 });
    expect(await publish(url, ['a', ''], { input: 'not this' })).toMatchObject({ code: 0 });
    expect((await kept(url)).map(({ data }) => data)).toEqual(['two\nlines', '', '']);
  });

  test('publishes each line as an event of its own with --lines, and prints an id for each', async () => {
    const { url } = await runHub();
    const { stdout } = await publish(url, ['a', '--lines', '--event', 'tick'], { input: 'one\r\ntwo\n\nfour\n' });
    const events = await kept(url);
    expect(events.map(({ data, event }) => [data, event])).toEqual([
      ['one', 'tick'],
      ['two', 'tick'],
      ['', 'tick'],
      ['four', 'tick'],
    ]);
    expect(stdout.trim().split('\n')).toEqual(events.map(({ id }) => id));
  });

  test('publishes nothing with --lines from an empty input, and says so', async () => {
    const { url } = await runHub();
    const { code, stdout, stderr } = await publish(url, ['a', '--lines'], { input: '' });
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: '',
      stderr: 'nothing was published: standard input has no lines\n',
    });
    expect(await kept(url)).toEqual([]);
  });

  test('takes every field of an event as an option', async () => {
    const { url } = await runHub();
    const fields = ['--event', 'paid', '--id', 'order-42', '--key', '42', '--ttl', '60.5', '--retry', '0'];
    expect(await publish(url, ['orders/42', 'x', ...fields])).toMatchObject({ code: 0, stdout: 'order-42\n' });
    // With an id of its own it can be repeated, and changes nothing.
    expect(await publish(url, ['orders/42', 'y', ...fields])).toMatchObject({ code: 0, stdout: 'order-42\n' });
    const event = { topic: 'orders/42', data: 'x', event: 'paid', id: 'order-42', key: '42', ttl: 60.5, retry: 0 };
    expect(await kept(url)).toMatchObject([event]);
  });

  test('takes where the hub is from the environment, with or without /events and http://', async () => {
    const { url } = await runHub();
    for (const SPILLWAY_URL of [url, `${url}/events`, url.replace('http://', '')]) {
      expect(await runCommand(['publish', 'a', 'x'], { env: { SPILLWAY_URL } })).toMatchObject({ code: 0 });
    }
    expect(await kept(url)).toHaveLength(3);
  });

  test('sends its token, as option or from the environment', async () => {
    const { url } = await runHub({ auth: bySecret });
    const token = await signToken({ publish: ['a'], subscribe: ['*'] });
    expect(await publish(url, ['a', 'x', '--token', token])).toMatchObject({ code: 0 });
    expect(await publish(url, ['a', 'x'], { env: { SPILLWAY_TOKEN: token } })).toMatchObject({ code: 0 });
    const refused = await publish(url, ['b', 'x', '--token', token]);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('spillway: this request may not publish to "b" (403 forbidden)');
    expect((await publish(url, ['a', 'x'])).stderr).toContain('send a JWT as "Authorization: Bearer ..."');
  });

  test('says why a publish is refused, and ends with 1', async () => {
    const { url } = await runHub();
    const pattern = await publish(url, ['orders/*', 'x']);
    expect(pattern).toMatchObject({ code: 1, stdout: '' });
    expect(pattern.stderr).toMatch(/^spillway: .*\(400 invalid-topic\)$/m);
    const long = await publish(url, ['a', '--lines'], { input: `short\n${'x'.repeat(1_100_000)}` });
    expect(long).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('(413 body-too-large)') });
    expect(await kept(url)).toEqual([]);
  });

  test.for<[string, readonly string[], RegExp]>([
    ['a ttl that is none', ['a', 'x', '--ttl', 'long'], /--ttl .*'long' is invalid. It must be a number above 0/],
    ['a retry that is none', ['a', 'x', '--retry', '1.5'], /--retry .*whole number/],
    ['no topic', [], /missing required argument 'topic'/],
    ['one id for many events', ['a', '--lines', '--id', 'x'], /--id is for one event, and --lines publishes many/],
    ['a URL that is none', ['a', 'x', '--url', 'ftp://hub'], /must be a URL such as http:\/\/localhost:3000/],
  ])('refuses %s', async ([, args, message]) => {
    const { code, stderr } = await publish('http://127.0.0.1:9', args);
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test('says so where no hub answers, or something else does', async () => {
    const server = createServer((_req, res) => res.end('<html>'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const other = await publish(url, ['a', 'x']);
    expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining(`what answers at ${url} is no hub`) });

    server.close();
    server.closeAllConnections();
    const nobody = await publish(url, ['a', 'x']);
    expect(nobody.code).toBe(1);
    expect(nobody.stderr).toMatch(
      /^spillway: no hub answers at http:\/\/127\.0\.0\.1:\d+ \(connect ECONNREFUSED .*\)$/m,
    );
  });
});
