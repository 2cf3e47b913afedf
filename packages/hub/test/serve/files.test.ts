import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../cli/command.ts';
import { runHub } from '../running-hub.ts';

/** A request as it is written here: fetch would tidy up its path. */
async function sendRaw(url: string, path: string, headers = ''): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n${headers}\r\n`);
  return text(socket);
}

describe('the hub serves files', () => {
  test('its start page at /, and the modules of the library beside it', async () => {
    const { url } = await runHub();
    const page = await fetch(url);
    expect(page.headers.get('content-type')).toBe('text/html;charset=utf-8');
    expect(await page.text()).toContain('<title>Spillway</title>');
    const module = await fetch(`${url}/spillway/codec/index.js`);
    expect(module.headers.get('content-type')).toBe('text/javascript');
    expect(await module.text()).toContain('decodeEvents');
  });

  test('of a folder of yours instead, as they are now', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'index.html'), 'mine');
    const { url } = await runHub({ publicFolder: folder });
    expect(await (await fetch(url)).text()).toBe('mine');
    writeFileSync(join(folder, 'index.html'), 'changed');
    expect(await (await fetch(url)).text()).toBe('changed');
    expect((await fetch(`${url}/start.js`)).status).toBe(404);
    expect((await fetch(`${url}/events`)).status).toBe(400);
  });

  test('and nothing outside of it, however the path is written', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'public'));
    mkdirSync(join(folder, 'public-not'));
    writeFileSync(join(folder, 'secret.txt'), 'secret');
    writeFileSync(join(folder, 'public-not', 'secret.txt'), 'secret');
    const { url } = await runHub({ publicFolder: join(folder, 'public') });
    for (const path of [
      '/../secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/..%5csecret.txt',
      '/../public-not/secret.txt',
      '//secret.txt',
      '/%00',
      '/%',
      '/spillway/../package.json',
      '/spillway/%2e%2e/package.json',
      '/spillway/..%2f..%2fhub/package.json',
    ]) {
      const answer = await sendRaw(url, path);
      expect(answer, path).toMatch(/^HTTP\/1\.1 404 /);
      expect(answer, path).not.toContain('secret');
    }
  });

  test('and no hidden file, but for .well-known', async () => {
    const folder = temporaryFolder();
    const hidden = ['.env', '.git/config', 'nested/.htpasswd', '.well-known/.secret', '.index.html'];
    for (const name of [...hidden, '.well-known/security.txt', 'page.html']) {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), name.includes('/.') || name.startsWith('.') ? 'secret' : 'public');
    }
    symlinkSync(join(folder, '.env'), join(folder, 'settings.txt'));
    symlinkSync(join(folder, '.git'), join(folder, 'history'));
    const outside = temporaryFolder();
    writeFileSync(join(outside, 'passwords.html'), 'secret');
    symlinkSync(outside, join(folder, 'elsewhere'));
    symlinkSync(join(folder, 'page.html'), join(folder, 'alias.html'));
    const { url } = await runHub({ publicFolder: folder });
    const paths = [...hidden.map((name) => `/${name}`), '/settings.txt', '/history/config'];
    const spellings = [
      '/%2eenv',
      '/%2Eenv',
      '/./.env',
      '//.env',
      '/nested%2f.htpasswd',
      '/nested%5c.htpasswd',
      '/.git%2fconfig',
    ];
    for (const path of [
      ...paths,
      ...spellings,
      '/elsewhere/passwords',
      '/elsewhere/passwords.html',
      '/.index',
      '/.git/',
      '/.env?x=/y',
    ]) {
      const answer = await sendRaw(url, path);
      expect(answer, path).toMatch(/^HTTP\/1\.1 404 /);
      expect(answer, path).not.toContain('secret');
    }
    for (const path of ['/.well-known/security.txt', '/page', '/page.html', '/alias.html', '/alias?x=/.env']) {
      expect(await sendRaw(url, path), path).toMatch(/^HTTP\/1\.1 200 /);
    }
  });

  test('whole, also when a range is asked for: no range ends the hub', async () => {
    const { url } = await runHub();
    for (const range of ['bytes=5-2', 'bytes=-5', 'bytes=x', 'bytes=0-0,2-2']) {
      expect(await sendRaw(url, '/', `range: ${range}\r\n`)).toMatch(/^HTTP\/1\.1 200 [^]*<\/html>\s*$/);
    }
  });

  test('only to be read, and says what there is where there is nothing', async () => {
    const { url } = await runHub();
    const posted = await fetch(url, { method: 'POST' });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    const missing = await fetch(`${url}/event`);
    expect(missing.headers.get('content-type')).toBe('application/problem+json');
    expect(await missing.json()).toMatchObject({ status: 404, code: 'not-found' });
  });
});
