import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCommand, startCommand, temporaryFolder } from '../cli/command.ts';
import { makeCertificate } from '../tls/certificate.ts';

describe('spillway serve refuses', () => {
  test.for<[what: string, args: readonly string[], message: RegExp]>([
    ['a port that is no number', ['--port', 'x'], /--port .*'x' is invalid. It must be a whole number.* at most 65535/],
    ['a port above 65535', ['--port', '65536'], /whole number of at least 0 and at most 65535/],
    ['a log of another kind', ['--log', 'mysql://db'], /--log must be sqlite:PATH .* or memory:, not "mysql:\/\/db"/],
    ['a log without a path', ['--log', 'sqlite:'], /--log must be sqlite:PATH/],
    ['a certificate without its key', ['--tls-cert', 'cert.pem'], /--tls-cert and --tls-key go together/],
    ['a key without its certificate', ['--tls-key', 'key.pem'], /--tls-cert and --tls-key go together/],
    [
      'certificate files that are missing',
      ['--tls-cert', 'no.pem', '--tls-key', 'no.pem'],
      /the file no.pem, which cannot be read/,
    ],
    ['a token key that is too short', ['--key', 'secret'], /--key must be a secret of at least 32 bytes/],
    ['an RSA key as text that is no PEM', ['--key', 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAB'], /--key is an OpenSSH key/],
    [
      'topics for everyone without a key',
      ['--anonymous-subscribe', 'public/*'],
      /--anonymous-subscribe goes with --key or --jwks-url/,
    ],
    [
      'topics for everyone that are none',
      ['--key', 'x'.repeat(32), '--anonymous-publish', 'a/*/b'],
      /--anonymous-publish takes topics and patterns: /,
    ],
    [
      'clocks that differ by a day',
      ['--clock-tolerance-seconds', '86400'],
      /--clock-tolerance-seconds must be a number from 0 to 3600/,
    ],
    ['a token key file that is missing', ['--key', '@no.pem'], /--key names the file no.pem, which cannot be read/],
    [
      'to be reached by everyone without a key',
      ['--host', '0.0.0.0'],
      /everyone who reaches 0\.0\.0\.0 could .* set --key \(SPILLWAY_KEY\) or --jwks-url/,
    ],
    ['that over IPv6, too', ['--host', '::'], /set --key \(SPILLWAY_KEY\)/],
    [
      'an address of another machine',
      ['--host', '192.0.2.1', '--key', 'x'.repeat(32)],
      /192\.0\.2\.1 is no address of this machine: choose another with --host/,
    ],
    [
      'an origin that is none',
      ['--cors-origin', 'app.example'],
      /--cors-origin takes origins such as "https:\/\/app\.example"/,
    ],
    ['a folder that is missing', ['--public', 'no'], /--public names the folder no, which cannot be read/],
    ['a limit of nothing', ['--max-body-bytes', '0'], /--max-body-bytes .* It must be a whole number of at least 1/],
    ['a heartbeat without a pause', ['--heartbeat-seconds', '0.01'], /--heartbeat-seconds must be a number from 0\.1/],
    ['to keep nothing', ['--keep-events', '0'], /--keep-events .* at least 1/],
    ['an option that it does not know', ['--prot', '80'], /unknown option '--prot'[^]*Did you mean --port/],
    ['an argument that it has no use for', ['3000'], /too many arguments/],
    [
      'a log level that it does not know',
      ['--log-level', 'loud'],
      /Allowed choices are debug, info, warn, error, silent/,
    ],
  ])('%s', async ([, args, message]) => {
    const folder = temporaryFolder();
    const { code, stdout, stderr } = await runCommand(['serve', '--port', '0', ...args], { folder });
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
    // A message for people, not a stack.
    expect(stderr).not.toMatch(/^ +at /m);
    expect(stdout).toBe('');
    expect(readdirSync(folder)).toEqual([]);
  });

  test.for<[what: string, args: (folder: string) => readonly string[], message: RegExp]>([
    ['its log', () => ['--log', 'sqlite:site/data/events.db'], /--public site holds site\/data\/events\.db \(--log\)/],
    ['its log at the default path', () => ['--public', '.'], /--public \. holds \.spillway\/events\.db \(--log\)/],
    ['its log, by another path', (folder) => ['--log', `sqlite:${folder}/link/events.db`], /holds .*link\/events\.db/],
    ['its key', () => ['--key', '@site/key.txt'], /--public site holds site\/key\.txt \(--key\)/],
    [
      'the key of its certificate',
      () => ['--tls-cert', 'cert.pem', '--tls-key', 'site/key.pem'],
      /--public site holds site\/key\.pem \(--tls-key\)/,
    ],
  ])('to serve a folder that holds %s', async ([, args, message]) => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'site', 'data'), { recursive: true });
    symlinkSync(join(folder, 'site', 'data'), join(folder, 'link'));
    const { code, stderr } = await runCommand(['serve', '--port', '0', '--public', 'site', ...args(folder)], {
      folder,
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
    expect(readdirSync(join(folder, 'site', 'data'))).toEqual([]);
  });

  test.each([
    ['SPILLWAY_PROT', /the environment has SPILLWAY_PROT, which is no setting: did you mean SPILLWAY_PORT\?/],
    ['SPILLWAY_KEYS', /did you mean SPILLWAY_KEY\?/],
    ['SPILLWAY_SOMETHING_ELSE', /SPILLWAY_SOMETHING_ELSE, which is no setting: --help shows every setting/],
  ])('the unknown variable %s', async (name, message) => {
    const { code, stderr } = await runCommand(['serve', '--port', '0', '--log', 'memory:'], { env: { [name]: 'x' } });
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
  });

  test('the same from the environment, and names the variable', async () => {
    const folder = temporaryFolder();
    const { code, stderr } = await runCommand(['serve'], { folder, env: { SPILLWAY_PORT: 'http' } });
    expect(code).toBe(1);
    expect(stderr).toMatch(/value 'http' from env 'SPILLWAY_PORT' is invalid/);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a port that is in use, and leaves no log behind', async () => {
    const other = startCommand(['serve', '--port', '0', '--log', 'memory:']);
    const port = /:(\d+) /.exec((await other.line()) ?? '')?.[1] ?? '';
    const folder = temporaryFolder();
    const { code, stderr } = await runCommand(['serve', '--port', port], { folder });
    expect(code).toBe(1);
    expect(stderr).toMatch(`port ${port} on 127.0.0.1 is in use: choose another with --port (SPILLWAY_PORT)`);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a log that another hub has open, and says which process that is', async () => {
    const folder = temporaryFolder();
    const other = startCommand(['serve', '--port', '0'], { folder });
    await other.line();
    const { code, stderr } = await runCommand(['serve', '--port', '0'], { folder });
    expect(code).toBe(1);
    expect(stderr).toMatch(/\.spillway\/events\.db is in use by process \d+ on .*: a log has one process at a time/);
  });

  test('a log file that is something else, and leaves it as it is', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'notes.txt'), 'These are notes, and no log.\n'.repeat(100));
    const { code, stderr } = await runCommand(['serve', '--port', '0', '--log', 'sqlite:notes.txt'], { folder });
    expect(code).toBe(1);
    expect(stderr).toMatch(/notes\.txt/);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(readdirSync(folder)).toEqual(['notes.txt']);
  });

  test('a certificate with the key of another', async () => {
    const [one, other] = [await makeCertificate(), await makeCertificate()];
    const { code, stderr } = await runCommand([
      'serve',
      '--port',
      '0',
      '--tls-cert',
      one.certFile,
      '--tls-key',
      other.keyFile,
    ]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/a certificate and its own private key without a passphrase/);
  });
});

describe('with a key', () => {
  test('it listens where everyone can reach it', async () => {
    const { line } = startCommand([
      'serve',
      '--host',
      '0.0.0.0',
      '--port',
      '0',
      '--log',
      'memory:',
      '--key',
      'x'.repeat(32),
    ]);
    const [, port] = /^Spillway listens on http:\/\/0\.0\.0\.0:(\d+) /.exec((await line()) ?? '') ?? [];
    const answer = await fetch(`http://127.0.0.1:${port}/events?topic=a`);
    expect(answer.status).toBe(401);
  });
});
