import { once } from 'node:events';
import { type ClientHttp2Session, type OutgoingHttpHeaders, connect } from 'node:http2';
import { type RequestOptions, request } from 'node:https';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createDecoder, type DecodedEvent } from 'spillway/codec';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type HubServer, startHubServer } from '../../src/index.ts';
import { quietSettings, runHub } from '../running-hub.ts';
import { type TestCertificate, makeCertificate } from './certificate.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Readable;
}

type Send = (method: string, path: string, headers?: OutgoingHttpHeaders, body?: string) => Promise<Answer>;

async function runSecure(
  settings: Parameters<typeof runHub>[0] = {},
): Promise<{ hub: HubServer; tls: TestCertificate }> {
  const tls = await makeCertificate();
  return { hub: await runHub({ tls, ...settings }), tls };
}

function openSession(url: string, { cert }: TestCertificate): ClientHttp2Session {
  const session = connect(url, { ca: cert });
  session.on('error', () => undefined);
  onTestFinished(() => session.destroy());
  return session;
}

function overHttp2(session: ClientHttp2Session): Send {
  return async (method, path, headers = {}, body = '') => {
    const stream = session.request({ ':method': method, ':path': path, ...headers }, { endStream: body === '' });
    stream.on('error', () => undefined);
    if (body !== '') stream.end(body);
    const [head] = (await once(stream, 'response')) as [Record<string, unknown>];
    return { status: Number(head[':status']), headers: head, body: stream };
  };
}

function overHttp1(url: string, { cert }: TestCertificate): Send {
  return async (method, path, headers = {}, body = '') => {
    const options: RequestOptions = { method, headers, ca: cert, agent: false };
    const asked = request(new URL(path, url), options).on('error', () => undefined);
    onTestFinished(() => void asked.destroy());
    asked.end(body);
    const [response] = await once(asked, 'response');
    return { status: response.statusCode, headers: response.headers, body: response };
  };
}

async function take(body: Readable, count: number): Promise<readonly DecodedEvent[]> {
  const events: DecodedEvent[] = [];
  const decoder = createDecoder({ event: (event) => events.push(event) });
  for await (const chunk of body) {
    decoder.push(chunk as Uint8Array);
    if (events.length >= count) break;
  }
  return events;
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('with a certificate the hub serves HTTPS', () => {
  test('with HTTP/2 and HTTP/1.1 on one port, each for publishing and for streams', async () => {
    const { hub, tls } = await runSecure();
    expect(hub.url).toMatch(/^https:/);
    const session = openSession(hub.url, tls);
    const http2 = overHttp2(session);
    const http1 = overHttp1(hub.url, tls);
    const streams = [await http2('GET', '/events?topic=a'), await http1('GET', '/events?topic=a')];
    expect(session.alpnProtocol).toBe('h2');
    for (const { status, headers } of streams) {
      expect(status).toBe(200);
      expect(headers).toMatchObject({ 'content-type': 'text/event-stream', 'cache-control': 'no-store, no-transform' });
      expect(headers).not.toHaveProperty('vary');
    }
    for (const [data, send] of Object.entries({ two: http2, one: http1 })) {
      const { status, body } = await send('POST', '/events', form, `topic=a&data=${data}`);
      expect(status).toBe(200);
      expect(JSON.parse(await text(body))).toHaveProperty('id');
    }
    for (const { body } of streams) {
      expect(await take(body, 2)).toMatchObject([{ data: 'two' }, { data: 'one' }]);
    }
  });

  test('with 200 streams on one HTTP/2 connection, and each gets each event once', async () => {
    const { hub, tls } = await runSecure();
    const http2 = overHttp2(openSession(hub.url, tls));
    const streams = await Promise.all(Array.from({ length: 200 }, (_, n) => http2('GET', `/events?topic=t/${n % 10}`)));
    await hub.hub.publish(Array.from({ length: 30 }, (_, n) => ({ topic: `t/${n % 10}`, data: String(n) })));
    const taken = await Promise.all(streams.map(({ body }) => take(body, 3)));
    expect(taken.map((events) => events.map(({ data }) => Number(data)))).toEqual(
      Array.from({ length: 200 }, (_, n) => [n % 10, (n % 10) + 10, (n % 10) + 20]),
    );
  });

  test('and its start page, /healthz and problems over both', async () => {
    const { hub, tls } = await runSecure();
    for (const send of [overHttp2(openSession(hub.url, tls)), overHttp1(hub.url, tls)]) {
      expect(await text((await send('GET', '/')).body)).toContain('<title>Spillway</title>');
      expect((await send('GET', '/healthz')).status).toBe(200);
      expect((await send('GET', '/nothing')).status).toBe(404);
      expect((await send('GET', '/events')).status).toBe(400);
    }
  });

  test('and closing ends the streams of both in good order', async () => {
    const { hub, tls } = await runSecure();
    const session = openSession(hub.url, tls);
    const streams = await Promise.all(
      [overHttp2(session), overHttp1(hub.url, tls)].map((send) => send('GET', '/events?topic=a')),
    );
    const ends = streams.map(({ body }) => text(body));
    const sessionClosed = once(session, 'close');
    await hub.close();
    for (const end of await Promise.all(ends)) expect(end).toMatch(/^id: \w+-0$/m);
    await sessionClosed;
    await expect(fetch(hub.url)).rejects.toThrow();
  });
});

describe('over HTTP/2 the origin is checked against :authority', () => {
  test('a page of the hub itself may publish, one of another origin may not', async () => {
    const { hub, tls } = await runSecure();
    const http2 = overHttp2(openSession(hub.url, tls));
    const publishFrom = async (headers: OutgoingHttpHeaders) =>
      (await http2('POST', '/events', { ...form, ...headers }, 'topic=a&data=x')).status;
    const { host, port } = new URL(hub.url);
    expect(await publishFrom({ origin: hub.url })).toBe(200);
    expect(await publishFrom({ origin: `https://localhost:${port}`, ':authority': `localhost:${port}` })).toBe(200);
    expect(await publishFrom({ origin: 'https://evil.example' })).toBe(403);
    // A page that came over plain HTTP could be anyone's on the way.
    expect(await publishFrom({ origin: `http://${host}` })).toBe(403);
    expect(await publishFrom({ origin: 'https://evil.example', ':authority': 'evil.example' })).toBe(421);
    expect(await hub.hub.page({ topics: ['*'], since: 'earliest' })).toMatchObject({ events: [{}, {}] });
  });
});

function startWith(tls: { readonly certFile: string; readonly keyFile: string }): Promise<HubServer> {
  return startHubServer({ ...quietSettings, tls });
}

describe('a certificate is refused', () => {
  test('that cannot be used, with a message that says so, and the port is free again', async () => {
    const good = await makeCertificate();
    const other = await makeCertificate();
    const unusable = /--tls-cert and --tls-key must hold, in PEM, a certificate and its own private key/;
    await expect(startWith({ ...good, certFile: '/no/cert.pem' })).rejects.toThrow(
      '--tls-cert names the file /no/cert.pem, which cannot be read',
    );
    await expect(startWith({ ...good, keyFile: '/no/key.pem' })).rejects.toThrow(
      '--tls-key names the file /no/key.pem, which cannot be read',
    );
    await expect(startWith({ ...good, keyFile: other.keyFile })).rejects.toThrow(unusable);
    await expect(startWith({ certFile: good.keyFile, keyFile: good.certFile })).rejects.toThrow(unusable);
    await expect(startWith({ ...good, certFile: import.meta.filename })).rejects.toThrow(unusable);
  });

  test('a plain request to the HTTPS port gets no answer, and harms nobody', async () => {
    const { hub, tls } = await runSecure();
    await expect(fetch(hub.url.replace('https:', 'http:'))).rejects.toThrow();
    const http1 = overHttp1(hub.url, tls);
    expect((await http1('GET', '/healthz')).status).toBe(200);
  });
});
