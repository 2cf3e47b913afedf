import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { generateKeyPairSync } from 'node:crypto';
import { closeSync, copyFileSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { bearer, signToken } from '../auth/tokens.ts';
import { temporaryFolder } from '../cli/command.ts';
import { openStream, publish } from '../requests.ts';
import { type HubProcess, startHubProcess } from '../support/hub-process.ts';
import { patient } from '../support/patience.ts';
import { makeCertificate } from '../tls/certificate.ts';

async function start(...args: readonly string[]): Promise<HubProcess> {
  const hub = await startHubProcess(args);
  onTestFinished(async () => void (await hub.kill()));
  return hub;
}

const [oldSecret, newSecret] = ['the old secret that has 32 bytes or more', 'the new secret that has 32 bytes or more'];
const everything = { publish: ['*'], subscribe: ['*'] };
const tokenBy = async (secret: string) => bearer(await signToken(everything, new TextEncoder().encode(secret)));

describe('SIGHUP', () => {
  test('replaces the keys of files; streams that an old key opened stay open', async () => {
    const file = join(temporaryFolder(), 'key');
    writeFileSync(file, oldSecret);
    const hub = await start('--key', `@${file}`);
    const [old, young] = [await tokenBy(oldSecret), await tokenBy(newSecret)];
    const stream = await openStream(hub.url, 'topic=a', old);
    expect(await publish(hub.url, { topic: 'a' }, young)).toMatchObject({ status: 401 });

    writeFileSync(file, newSecret);
    process.kill(hub.pid, 'SIGHUP');
    await vi.waitFor(() => expect(hub.output.stdout).toContain('keys: 1 added, 1 removed, 1 in use'), patient);
    expect(await publish(hub.url, { topic: 'a', data: 'x' }, young)).toMatchObject({ status: 200 });
    expect(await publish(hub.url, { topic: 'a' }, old)).toMatchObject({ status: 401 });
    expect(await stream.next()).toMatchObject({ data: 'x' });
  });

  test.for<[what: string, content: string]>([
    ['is too short', 'short'],
    ['is a private key', generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
  ])('keeps the keys where a new one %s, and logs why', async ([, content]) => {
    const file = join(temporaryFolder(), 'key');
    writeFileSync(file, oldSecret);
    const hub = await start('--key', `@${file}`);
    writeFileSync(file, content);
    process.kill(hub.pid, 'SIGHUP');
    await vi.waitFor(() => expect(hub.output.stderr).toContain('the new keys cannot be used'), patient);
    expect(hub.output.stderr).toMatch(/must be a secret of at least 32 bytes|is a private key/);
    expect(hub.output.stderr).not.toContain('BEGIN PRIVATE KEY');
    expect(await publish(hub.url, { topic: 'a' }, await tokenBy(oldSecret))).toMatchObject({ status: 200 });
  });

  test('replaces the certificate, and keeps it where the new one does not fit its key', async () => {
    const [first, second] = [await makeCertificate(), await makeCertificate()];
    const hub = await start('--tls-cert', first.certFile, '--tls-key', first.keyFile);
    expect(await certificateAt(hub.url)).toBe(first.cert.trim());

    copyFileSync(second.certFile, first.certFile);
    process.kill(hub.pid, 'SIGHUP');
    await vi.waitFor(() => expect(hub.output.stderr).toContain('the new certificate cannot be used'), patient);
    expect(await certificateAt(hub.url)).toBe(first.cert.trim());

    copyFileSync(second.keyFile, first.keyFile);
    process.kill(hub.pid, 'SIGHUP');
    await vi.waitFor(() => expect(hub.output.stdout).toContain('certificate: read again'), patient);
    expect(await certificateAt(hub.url)).toBe(second.cert.trim());
  });

  test('does not end a hub without keys', async () => {
    const hub = await start();
    process.kill(hub.pid, 'SIGHUP');
    await vi.waitFor(() => expect(hub.output.stdout).toContain('There is nothing to reload'), patient);
    expect(await publish(hub.url, { topic: 'a' })).toMatchObject({ status: 200 });
  });
});

test.skipIf(process.platform !== 'linux')(
  'a hub whose log cannot be written goes on, and ends at SIGTERM (skipped without /dev/full)',
  async () => {
    const full = openSync('/dev/full', 'w');
    onTestFinished(() => closeSync(full));
    const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
    const args = ['--conditions=@spillway/source', main, 'serve', '--port', '0', '--log', 'memory:'];
    const hub = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', full] });
    const { stdout } = hub;
    if (!stdout) throw new Error('the hub has a pipe as its standard output');
    onTestFinished(() => void hub.kill('SIGKILL'));
    const [text] = (await once(stdout, 'data')) as [Buffer];
    const url = /listens on (\S+)/.exec(text.toString())?.[1] ?? '';
    for (let n = 0; n < 3; n++) {
      expect(await publish(url, { topic: 'a' }, { origin: 'https://evil.example' })).toMatchObject({ status: 403 });
    }
    hub.kill('SIGHUP');
    expect(await publish(url, { topic: 'a' })).toMatchObject({ status: 200 });
    const ended = once(hub, 'exit');
    hub.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  },
);

/** The certificate that a new connection is shown, in PEM. */
async function certificateAt(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const pem = socket.getPeerX509Certificate()?.toString() ?? '';
  socket.destroy();
  return pem.trim();
}
