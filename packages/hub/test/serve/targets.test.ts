import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { runHub } from '../running-hub.ts';

/** Sends a head as it is written here, and resolves with all of the answer. */
async function sendHead(url: string, ...lines: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write([...lines, 'connection: close', '', ''].join('\r\n'));
  return text(socket);
}

const page = '/events?topic=a&since=earliest&wait=0';

describe('a target in absolute form (RFC 9112, section 3.2.2)', () => {
  test.for([page, '/healthz', '/', '/spillway/codec/index.js'])('names the resource %s', async (path) => {
    const { url } = await runHub();
    const answer = await sendHead(
      url,
      `GET ${url}${path} HTTP/1.1`,
      'host: localhost',
      'accept: application/json, */*',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });

  test('names the host, whatever the header Host says', async () => {
    const { url } = await runHub();
    const foreign = await sendHead(url, `GET http://evil.test${page} HTTP/1.1`, 'host: localhost');
    expect(foreign).toMatch(/^HTTP\/1\.1 421 [^]*evil\.test/);
    const own = await sendHead(url, `GET ${url}${page} HTTP/1.1`, 'host: evil.test', 'accept: application/json');
    expect(own).toMatch(/^HTTP\/1\.1 200 /);
  });

  test('names the resource of a publish', async () => {
    const { url } = await runHub();
    const type = 'content-type: application/json';
    const answer = await sendHead(url, `POST ${url}/events HTTP/1.1`, 'host: localhost', type, 'content-length: 0');
    expect(answer).toMatch(/^HTTP\/1\.1 400 [^]*malformed-json/);
  });

  test.for(['ftp://localhost/events?topic=a', 'http://', 'events?topic=a'])(
    'of another kind is not found: %s',
    async (target) => {
      const { url } = await runHub();
      expect(await sendHead(url, `GET ${target} HTTP/1.1`, 'host: localhost')).toMatch(/^HTTP\/1\.1 4\d\d /);
    },
  );
});

describe('OPTIONS', () => {
  test.for([
    ['/events', 'GET, HEAD, POST, OPTIONS'],
    ['*', 'GET, HEAD, POST, OPTIONS'],
    ['/', 'GET, HEAD, OPTIONS'],
    ['/healthz', 'GET, HEAD, OPTIONS'],
    ['/start.js', 'GET, HEAD, OPTIONS'],
  ])('%s says which methods there are', async ([target, methods]) => {
    const { url } = await runHub();
    const answer = await sendHead(url, `OPTIONS ${target} HTTP/1.1`, 'host: localhost');
    expect(answer).toMatch(/^HTTP\/1\.1 204 /);
    expect(answer.toLowerCase()).toContain(`allow: ${methods?.toLowerCase()}\r\n`);
  });

  test('is answered in HTTP/1.0 without Host, as HAProxy asks by default', async () => {
    const { url } = await runHub();
    expect(await sendHead(url, 'OPTIONS / HTTP/1.0')).toMatch(/^HTTP\/1\.1 204 /);
  });
});

test('other methods are refused on /healthz', async () => {
  const { url } = await runHub();
  const answer = await fetch(`${url}/healthz`, { method: 'DELETE' });
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
});
