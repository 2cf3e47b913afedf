import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import { type CryptoKey, type JWK, exportJWK, generateKeyPair } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startHubServer } from '../../src/index.ts';
import { publish } from '../requests.ts';
import { quietSettings, runHub } from '../running-hub.ts';
import { freePort } from '../support/free-port.ts';
import { bearer, bySecret, secret, signToken } from './tokens.ts';

/** What an identity provider answers when the hub asks for its keys. */
let answer: { status: number; body: string };
let asked = 0;
let authorization: string | undefined;
let provider: Server;
let jwksUrl: string;

beforeEach(async () => {
  asked = 0;
  provider = createServer((req, res) => {
    asked++;
    ({ authorization } = req.headers);
    res.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  });
  // One of the tests closes it, and opens it again on the same port.
  const port = await freePort();
  await once(provider.listen(port, '127.0.0.1'), 'listening');
  jwksUrl = `http://127.0.0.1:${port}/keys`;
});

afterEach(() => {
  provider.closeAllConnections();
  provider.close();
});

interface Signer {
  readonly jwk: JWK;
  readonly token: (claims?: object) => Promise<string>;
}

async function createSigner(kid: string, alg = 'ES256'): Promise<Signer> {
  const { publicKey, privateKey }: { publicKey: CryptoKey; privateKey: CryptoKey } = await generateKeyPair(alg, {
    extractable: true,
  });
  return {
    jwk: { ...(await exportJWK(publicKey)), kid, alg },
    token: (claims = { publish: ['*'] }) => signToken({ ...claims }, privateKey, { alg, kid }),
  };
}

function offer(...signers: readonly Signer[]): void {
  answer = { status: 200, body: JSON.stringify({ keys: signers.map(({ jwk }) => jwk) }) };
}

async function runGuarded(): Promise<string> {
  return (await runHub({ auth: { ...bySecret, keys: [], jwksUrl } })).url;
}

const publishWith = async (url: string, token: string) => publish(url, { topic: 'a' }, bearer(token));

describe('the keys of an identity provider', () => {
  test.for(['RS256', 'ES256', 'EdDSA'])('check %s', async (alg) => {
    const [known, stranger] = [await createSigner('a', alg), await createSigner('a', alg)];
    offer(known);
    const url = await runGuarded();
    expect(await publishWith(url, await known.token())).toMatchObject({ status: 200 });
    expect(await publishWith(url, await stranger.token())).toMatchObject({ status: 401 });
  });

  test('are fetched once, and again when a token names a key that is not among them', async () => {
    const [old, young] = [await createSigner('old'), await createSigner('young')];
    offer(old);
    const url = await runGuarded();
    for (let n = 0; n < 3; n++) expect(await publishWith(url, await old.token())).toMatchObject({ status: 200 });
    expect(asked).toBe(1);

    offer(young);
    expect(await publishWith(url, await young.token())).toMatchObject({ status: 200 });
    expect(await publishWith(url, await old.token())).toMatchObject({ status: 401 });
  });

  test('are fetched at most once a second, whatever names forged tokens give', async () => {
    const [known, forger] = [await createSigner('known'), await createSigner('known')];
    offer(known);
    const url = await runGuarded();
    expect(await publishWith(url, await known.token())).toMatchObject({ status: 200 });
    const forged = await Promise.all(
      Array.from({ length: 100 }, async (_, n) => {
        const { privateKey } = await generateKeyPair('ES256');
        return signToken({ publish: ['*'] }, privateKey, { alg: 'ES256', kid: `forged-${n}` });
      }),
    );
    const began = performance.now();
    const statuses = await Promise.all(forged.map(async (token) => (await publishWith(url, token)).status));
    const seconds = (performance.now() - began) / 1000;
    expect(new Set(statuses)).toEqual(new Set([401]));
    expect(asked).toBeLessThanOrEqual(2 + Math.ceil(seconds));
    expect(await publishWith(url, await known.token())).toMatchObject({ status: 200 });
    expect(await publishWith(url, await forger.token())).toMatchObject({ status: 401 });
  });

  test('are fetched with the user name and password of the URL', async () => {
    const signer = await createSigner('a');
    offer(signer);
    jwksUrl = jwksUrl.replace('//', '//hub:p%40ss@');
    expect(await publishWith(await runGuarded(), await signer.token())).toMatchObject({ status: 200 });
    expect(authorization).toBe(`Basic ${Buffer.from('hub:p@ss').toString('base64')}`);
  });

  test('stand beside keys of the settings, each for its own algorithms', async () => {
    const signer = await createSigner('a');
    offer(signer);
    const { url } = await runHub({ auth: { ...bySecret, jwksUrl } });
    expect(await publishWith(url, await signToken({ publish: ['*'] }))).toMatchObject({ status: 200 });
    expect(asked).toBe(0);
    expect(await publishWith(url, await signer.token())).toMatchObject({ status: 200 });
  });

  test('check no token that a shared secret has signed', async () => {
    const signer = await createSigner('a');
    answer = {
      status: 200,
      body: JSON.stringify({
        keys: [signer.jwk, { kty: 'oct', kid: 's', k: Buffer.from(secret).toString('base64url') }],
      }),
    };
    const url = await runGuarded();
    const forged = await signToken({ publish: ['*'] }, undefined, { alg: 'HS256', kid: 's' });
    expect(await publishWith(url, forged)).toMatchObject({ status: 401 });
  });

  test('are told apart by the name in the token', async () => {
    const [one, two] = [await createSigner('1'), await createSigner('2')];
    offer(one, two);
    const url = await runGuarded();
    expect(await publishWith(url, await two.token())).toMatchObject({ status: 200 });
  });

  test.for([
    ['answers with an error', { status: 500, body: 'stack trace of the provider' }],
    ['answers with another page', { status: 200, body: '<html>' }],
    ['answers with no key set', { status: 200, body: '{"keys":"none"}' }],
    ['answers with more than a key set has', { status: 200, body: `{"keys":[${' '.repeat(1024 * 1024)}]}` }],
    ['does not answer', undefined],
  ] as const)('are not to be had when it %s: 503, without a word of it, until it is back', async ([, broken]) => {
    const signer = await createSigner('a');
    const url = await runGuarded();
    if (broken === undefined) provider.close();
    else answer = broken;
    const refused = await publishWith(url, await signer.token());
    expect(refused).toEqual({
      type: 'about:blank',
      title: 'Service Unavailable',
      status: 503,
      code: 'authorization-unavailable',
      detail: 'what you may do cannot be checked now; try again later',
    });

    if (broken === undefined) await once(provider.listen(Number(new URL(jwksUrl).port), '127.0.0.1'), 'listening');
    offer(signer);
    expect(await publishWith(url, await signer.token())).toMatchObject({ status: 200 });
  });

  test.for(['keys', 'ftp://id.example/keys', ''])('cannot be at "%s"', async (bad) => {
    await expect(startHubServer({ ...quietSettings, auth: { ...bySecret, keys: [], jwksUrl: bad } })).rejects.toThrow(
      '--jwks-url must be an http: or https: URL',
    );
  });

  test('cannot be at a URL that is none, and the message keeps its password and query', async () => {
    const bad = 'ftp://user:secret@id.example/keys?token=secret';
    await expect(startHubServer({ ...quietSettings, auth: { ...bySecret, keys: [], jwksUrl: bad } })).rejects.toThrow(
      'not "ftp://id.example/keys"',
    );
  });
});
