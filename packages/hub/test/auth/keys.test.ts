import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair } from 'jose';
import { afterAll, describe, expect, test } from 'vitest';
import { publish } from '../requests.ts';
import { quietSettings, runHub } from '../running-hub.ts';
import { startHubServer } from '../../src/index.ts';
import { bearer, bySecret, secret, signToken } from './tokens.ts';

const folder = mkdtempSync(join(tmpdir(), 'spillway-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileWith(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return `@${join(folder, name)}`;
}

async function statusWith(url: string, token: string): Promise<number> {
  return (await publish(url, { topic: 'a' }, bearer(token))).status;
}

const mayPublish = { publish: ['*'] };

describe('a key', () => {
  test.for(['HS256', 'HS384', 'HS512'])('that is a secret checks %s', async (alg) => {
    const { url } = await runHub({ auth: bySecret });
    expect(await statusWith(url, await signToken(mayPublish, undefined, { alg }))).toBe(200);
    const other = new TextEncoder().encode('another secret that also has 32 bytes');
    expect(await statusWith(url, await signToken(mayPublish, other, { alg }))).toBe(401);
  });

  test('that is a secret may be in a file', async () => {
    const { url } = await runHub({ auth: { ...bySecret, keys: [fileWith('secret', `${secret}\n`)] } });
    expect(await statusWith(url, await signToken(mayPublish))).toBe(200);
  });

  test.for(['RS256', 'RS512', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'])(
    'that is public checks %s, as PEM or in a file',
    async (alg) => {
      const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
      const other = await generateKeyPair(alg);
      const pem = await exportSPKI(publicKey);
      for (const key of [pem, fileWith(`${alg}.pem`, `\n${pem}\n`)]) {
        const { url } = await runHub({ auth: { ...bySecret, keys: [key] } });
        expect(await statusWith(url, await signToken(mayPublish, privateKey, { alg }))).toBe(200);
        expect(await statusWith(url, await signToken(mayPublish, other.privateKey, { alg }))).toBe(401);
      }
    },
  );

  test('that is public is no secret: its text signs nothing, whatever the token says', async () => {
    const { publicKey } = await generateKeyPair('RS256', { extractable: true });
    const pem = await exportSPKI(publicKey);
    const { url } = await runHub({ auth: { ...bySecret, keys: [pem] } });
    for (const text of [pem, pem.trim(), `${pem}\n`]) {
      const forged = await signToken(mayPublish, new TextEncoder().encode(text), { alg: 'HS256' });
      expect(await statusWith(url, forged)).toBe(401);
    }
  });

  test('that is public in base64 is no secret either', async () => {
    const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
    const pem = await exportSPKI(publicKey);
    for (const key of [Buffer.from(pem).toString('base64'), pem.replaceAll(/-----.*-----|\s/g, '')]) {
      const { url } = await runHub({ auth: { ...bySecret, keys: [key] } });
      const forged = await signToken(mayPublish, new TextEncoder().encode(key), { alg: 'HS256' });
      expect(await statusWith(url, forged)).toBe(401);
      expect(await statusWith(url, await signToken(mayPublish, privateKey, { alg: 'RS256' }))).toBe(200);
    }
  });

  test('stands beside others of any kind, and each checks the tokens of its own algorithms', async () => {
    const otherSecret = 'another secret that also has 32 bytes';
    const [old, young] = [await generateKeyPair('ES256', { extractable: true }), await generateKeyPair('ES256')];
    const rsa = await generateKeyPair('RS256', { extractable: true });
    const keys = [
      secret,
      otherSecret,
      await exportSPKI(old.publicKey),
      JSON.stringify({ ...(await exportJWK(rsa.publicKey)), kid: 'r1' }),
    ];
    const { url } = await runHub({ auth: { ...bySecret, keys } });
    const other = new TextEncoder().encode(otherSecret);
    expect(await statusWith(url, await signToken(mayPublish))).toBe(200);
    expect(await statusWith(url, await signToken(mayPublish, other, { alg: 'HS512' }))).toBe(200);
    expect(await statusWith(url, await signToken(mayPublish, old.privateKey, { alg: 'ES256', kid: 'any' }))).toBe(200);
    expect(await statusWith(url, await signToken(mayPublish, young.privateKey, { alg: 'ES256' }))).toBe(401);
    expect(await statusWith(url, await signToken(mayPublish, rsa.privateKey, { alg: 'RS256', kid: 'r1' }))).toBe(200);
    expect(await statusWith(url, await signToken(mayPublish, rsa.privateKey, { alg: 'RS256' }))).toBe(200);
    expect(await statusWith(url, await signToken(mayPublish, rsa.privateKey, { alg: 'RS256', kid: 'r2' }))).toBe(401);
  });

  test.for(['none', 'None', 'NONE', 'HS1', 'RS256'])('takes no token that calls its algorithm %s', async (alg) => {
    const { url } = await runHub({ auth: bySecret });
    const header = Buffer.from(JSON.stringify({ alg, typ: 'JWT' })).toString('base64url');
    const [, payload, signature] = (await signToken(mayPublish)).split('.');
    for (const end of ['', signature]) {
      expect(await statusWith(url, `${header}.${payload}.${end}`)).toBe(401);
    }
  });

  test('takes no token of another kind of key: that is the sender’s fault, not the hub’s', async () => {
    const { publicKey } = await generateKeyPair('ES256', { extractable: true });
    const { url } = await runHub({ auth: { ...bySecret, keys: [await exportSPKI(publicKey)] } });
    for (const alg of ['RS256', 'EdDSA', 'ES384']) {
      const { privateKey }: { privateKey: CryptoKey } = await generateKeyPair(alg);
      expect(await statusWith(url, await signToken(mayPublish, privateKey, { alg })), alg).toBe(401);
    }
  });
});

describe('a key is refused', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = { type: 'spki', format: 'pem' } as const;
  const refusals: readonly [what: string, key: string, message: RegExp][] = [
    ['that is too short', 'short', /at least 32 bytes \(make one with: openssl rand -base64 32\)/],
    ['that is empty', '', /at least 32 bytes/],
    ['that is private', rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), /private key.*-pubout/],
    [
      'in a file that is private',
      fileWith('private', rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()),
      /private key/,
    ],
    [
      'that is broken PEM',
      '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----',
      /no public key that can be read/,
    ],
    ['whose file is missing', `@${folder}/missing`, /the file .*missing, which cannot be read/],
    ['whose file is a folder', `@${folder}`, /which cannot be read/],
    ['that is a private JWK', JSON.stringify(rsa.privateKey.export({ format: 'jwk' })), /private key in a JWK/],
    ['of OpenSSH', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1R me@example', /an OpenSSH key: convert it/],
    [
      'that is RSA of 1,024 bits',
      generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export(pem).toString(),
      /must have 2048 or more/,
    ],
    [
      'on a curve that no token is signed with',
      generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey.export(pem).toString(),
      /of the kind secp256k1/,
    ],
    ['that signs nothing', generateKeyPairSync('x25519').publicKey.export(pem).toString(), /of the kind x25519/],
  ];

  test.for(refusals)('%s', async ([, key, message]) => {
    await expect(startHubServer({ ...quietSettings, auth: { ...bySecret, keys: [key] } })).rejects.toThrow(message);
  });
});
