import { type KeyObject, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { generate } from 'selfsigned';
import { describe, expect, test } from 'vitest';
import { parseKeyText } from '../../src/auth/key-text.ts';

const pairs = {
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ec: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ed25519: generateKeyPairSync('ed25519'),
};

type Encoding = (content: Buffer) => string | Buffer;

/** How keys travel through settings, environments and secret stores. */
const wraps: Readonly<Record<string, Encoding>> = {
  'as it is': (content) => content,
  base64: (content) => content.toString('base64'),
  'base64 without padding': (content) => content.toString('base64').replace(/=+$/, ''),
  base64url: (content) => content.toString('base64url'),
  'base64 in lines of 76': (content) => content.toString('base64').replaceAll(/.{76}/g, '$&\r\n'),
  'base64 of base64': (content) => Buffer.from(content.toString('base64')).toString('base64'),
  'base64 in quotes': (content) => `"${content.toString('base64')}"`,
  'base64 with literal \\n': (content) => `${content.toString('base64').replaceAll(/.{64}/g, '$&\\n')}\\n`,
  'percent-encoded base64': (content) => encodeURIComponent(content.toString('base64')),
  hexadecimal: (content) => content.toString('hex'),
  'hexadecimal in capitals with colons': (content) =>
    content
      .toString('hex')
      .toUpperCase()
      .replaceAll(/..(?!$)/g, '$&:'),
  'hexadecimal literals': (content) =>
    Array.from(content, (byte) => `0x${byte.toString(16).padStart(2, '0')}`).join(', '),
  'escaped hexadecimal': (content) => content.toString('hex').replaceAll(/../g, '\\x$&'),
  'a data URL': (content) => `data:application/octet-stream;base64,${content.toString('base64')}`,
};

const textWraps: Readonly<Record<string, (text: string) => string | Buffer>> = {
  'with literal \\n': (text) => text.trim().replaceAll('\n', '\\n'),
  'with literal \\\\n': (text) => text.trim().replaceAll('\n', '\\\\n'),
  'with literal \\r\\n in quotes': (text) => `"${text.replaceAll('\n', '\\r\\n')}"`,
  'with spaces for line breaks': (text) => text.replaceAll('\n', ' '),
  'with a byte order mark': (text) => `\uFEFF${text}`,
  'in UTF-16': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
  'in an assignment': (text) => `PUBLIC_KEY='${text}'`,
};

const spki = (key: KeyObject, format: 'pem' | 'der') => Buffer.from(key.export({ type: 'spki', format } as never));
const jwk = (key: KeyObject) => Buffer.from(JSON.stringify(key.export({ format: 'jwk' })));

function parsed(content: string | Buffer) {
  return parseKeyText(Buffer.from(content));
}

describe.each(Object.entries(pairs))('a public key (%s)', (_, { publicKey, privateKey }) => {
  const encodings: Readonly<Record<string, Buffer>> = {
    PEM: spki(publicKey, 'pem'),
    DER: spki(publicKey, 'der'),
    'a JWK': jwk(publicKey),
    'a JWK Set': Buffer.from(`{"keys":[${jwk(publicKey).toString()}]}`),
  };

  const cases = Object.entries(encodings).flatMap(([encoding, content]) =>
    Object.entries(wraps).map(([wrap, wrapped]) => [encoding, wrap, wrapped(content)] as const),
  );
  test.for(cases)('in %s, %s, is this public key', ([, , content]) => {
    const [found, ...others] = parsed(content);
    expect(found?.kind === 'public' && found.key.equals(publicKey)).toBe(true);
    expect(others).toEqual([]);
  });

  test.for(Object.entries(textWraps))('in PEM %s is this public key', ([, wrapped]) => {
    const [found] = parsed(wrapped(spki(publicKey, 'pem').toString()));
    expect(found?.kind === 'public' && found.key.equals(publicKey)).toBe(true);
  });

  const privateEncodings: Readonly<Record<string, Buffer>> = {
    'PKCS #8 in PEM': Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    'PKCS #8 in DER': Buffer.from(privateKey.export({ type: 'pkcs8', format: 'der' })),
    'encrypted PKCS #8': Buffer.from(
      privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }),
    ),
    'a JWK': jwk(privateKey),
    'a JWK Set': Buffer.from(`{"keys":[${jwk(privateKey).toString()}]}`),
  };
  const privateCases = Object.entries(privateEncodings).flatMap(([encoding, content]) =>
    Object.entries(wraps).map(([wrap, wrapped]) => [encoding, wrap, wrapped(content)] as const),
  );
  test.for(privateCases)('is not read from its private key: %s, %s, is refused by name', ([, , content]) => {
    expect(() => parsed(content)).toThrow(/is a private key/);
  });
});

describe.each(['rsa', 'ec'] as const)('a certificate (%s)', (keyType) => {
  test('in PEM and DER, however it is wrapped, is its public key', async () => {
    const { cert, public: pem } = await generate([{ name: 'commonName', value: 'id.example' }], { keyType });
    const der = Buffer.from(cert.replaceAll(/-----.*-----|\s/g, ''), 'base64');
    const contents = [
      ...Object.values(wraps).flatMap((wrapped) => [wrapped(Buffer.from(cert)), wrapped(der)]),
      ...Object.values(textWraps).map((wrapped) => wrapped(cert)),
    ];
    for (const content of contents) {
      const [found] = parsed(content);
      expect(found?.kind === 'public' && found.key.equals(createPublicKey(pem))).toBe(true);
    }
  });
});

/** The blob of RFC 4253, section 6.6, and RFC 5656, section 3.1: a row of strings, each after its length. */
const sshBlob = (...strings: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat(
    strings.flatMap((text) => {
      const bytes = Buffer.from(text as string);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );

const multiPrecisionInteger = (text: string) => Buffer.concat([Buffer.alloc(1), Buffer.from(text, 'base64url')]);

describe('a key in another encoding is refused by name', () => {
  /** What `ssh-keygen -t ed25519` writes. */
  const openSsh = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGkJzS3uoBcvBBCF0vNzjUWxUK0RkKTF7wDoRhY1t9Vy me@example';
  const [, blob = ''] = openSsh.split(' ');
  test.for<[what: string, content: string]>([
    ['a line of a .pub file', openSsh],
    ['the blob alone', blob],
    ['the blob without padding in base64url', Buffer.from(blob, 'base64').toString('base64url')],
    ['the line in base64', Buffer.from(openSsh).toString('base64')],
    ['a line of authorized_keys', `from="10.0.0.0/8",no-pty ${openSsh}`],
    ['a line of known_hosts', `host.example ${openSsh}`],
    ['RFC 4716', `---- BEGIN SSH2 PUBLIC KEY ----\nComment: "me"\n${blob}\n---- END SSH2 PUBLIC KEY ----\n`],
  ])('OpenSSH: %s', ([, content]) => {
    expect(() => parsed(content)).toThrow(/is an OpenSSH key: convert it to PEM/);
  });

  const { n = '', e = '' } = pairs.rsa.publicKey.export({ format: 'jwk' });
  const point = spki(pairs.ec.publicKey, 'der').subarray(-65);
  test.for([
    ['ssh-rsa', sshBlob('ssh-rsa', multiPrecisionInteger(e), multiPrecisionInteger(n))],
    ['ecdsa-sha2-nistp256', sshBlob('ecdsa-sha2-nistp256', 'nistp256', point)],
    ['sk-ssh-ed25519@openssh.com', sshBlob('sk-ssh-ed25519@openssh.com', Buffer.alloc(32, 1), 'ssh:')],
  ] as const)('OpenSSH: %s', ([name, bytes]) => {
    for (const wrapped of Object.values(wraps)) expect(() => parsed(wrapped(bytes))).toThrow(/is an OpenSSH key/);
    expect(() => parsed(`${name} ${bytes.toString('base64')}`)).toThrow(/is an OpenSSH key/);
  });

  test('a private key of OpenSSH', () => {
    const bytes = Buffer.from('openssh-key-v1\0\0\0\0\x04none\0\0\0\x04none\0\0\0\0\0\0\0\x01');
    const pem = `-----BEGIN OPENSSH PRIVATE KEY-----\n${bytes.toString('base64')}\n-----END OPENSSH PRIVATE KEY-----\n`;
    for (const wrapped of Object.values(wraps)) {
      expect(() => parsed(wrapped(bytes))).toThrow(/is a private key/);
      expect(() => parsed(wrapped(Buffer.from(pem)))).toThrow(/is a private key/);
    }
  });

  const rsaDer = spki(pairs.rsa.publicKey, 'der').toString('base64');
  test.for([
    ['PuTTY', 'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPublic-Lines: 2\nAAAA', /is a private key/],
    ['PGP', '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDMEZ…\n-----END PGP PUBLIC KEY BLOCK-----', /is a PGP key/],
    ['a PGP packet', Buffer.from(`9833046500000016${'2b0601040182da470f0101'.padEnd(90, 'a')}`, 'hex'), /is a PGP key/],
    ['XML', '<RSAKeyValue><Modulus>AQAB</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>', /is a key in XML/],
    ['a printout', 'Public-Key: (2048 bit)\nModulus:\n    00:b1:22:33', /is the printout of a key/],
    ['the point of a curve', point.toString('base64'), /is the bare point of an elliptic curve key/],
    ['DER that is cut short', rsaDer.slice(0, 200), /cut short or damaged/],
    ['the first line of PEM without its header', rsaDer.slice(0, 64), /cut short or damaged/],
    ['PEM that is cut short', spki(pairs.rsa.publicKey, 'pem').toString().slice(0, 200), /looks like PEM/],
    ['a DKIM record', `v=DKIM1; k=rsa; p=${rsaDer}`, /contains a key among other text/],
    ['an assignment', `JWT_PUBLIC_KEY=${rsaDer}`, /contains a key among other text/],
    ['two blocks of PEM', spki(pairs.rsa.publicKey, 'pem').toString().repeat(2), /holds 2 PEM blocks/],
    ['JSON that is no key', '{"type":"service_account","project":"a long enough text"}', /is JSON but no JWK/],
    [
      'JSON that is broken',
      '{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx',
      /is a JWK that is cut short or damaged/,
    ],
    [
      'a JWK in base64 that is cut short',
      jwk(pairs.rsa.publicKey).toString('base64').slice(0, 120),
      /is a JWK that is cut/,
    ],
    [
      'a JWK in YAML',
      'kty: OKP\ncrv: Ed25519\nx: 11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
      /another notation than JSON/,
    ],
    ['a JWK in an assignment', `JWK=${jwk(pairs.ec.publicKey).toString()}`, /among other text/],
    ['a JWK in base64 below a comment', `# key\n${jwk(pairs.ec.publicKey).toString('base64')}`, /among other text/],
    ['a list of numbers', JSON.stringify([...spki(pairs.ec.publicKey, 'der')]), /is JSON but no JWK/],
    ['a key set with nothing to check', '{"keys":[{"kty":"RSA","use":"enc","n":"AQAB","e":"AQAB"}]}', /without a key/],
    [
      'a JWK for encryption',
      JSON.stringify({ ...JSON.parse(jwk(pairs.rsa.publicKey).toString()), use: 'enc' }),
      /"use"/,
    ],
    ['a token', 'eyJhbGciOiJIUzI1NiJ9.eyJwdWJsaXNoIjpbIioiXX0.4t2vDqcZB6WzhVKfbJkYw0cXQ6xg', /is a token \(JWT\)/],
    ['the URL of a key set', 'https://id.example/.well-known/jwks.json', /is a URL: set --jwks-url/],
    ['a file name without @', import.meta.filename, /names a file: write @ before its name/],
  ] as const)('%s', ([, content, message]) => {
    expect(() => parsed(content)).toThrow(message);
  });
});

describe('everything else is a secret', () => {
  test.for([
    'not a secret at all, but 32 bytes',
    Buffer.alloc(32, 7).toString('base64'),
    Buffer.alloc(48, 0x30).toString('base64'),
    Buffer.alloc(32, 0xa5).toString('hex'),
    'a secret with / and . and \\n in it, and "quotes"',
    'ssh is a word, and so is BEGIN',
  ])('%s', (text) => {
    expect(parsed(`${text}\n`)).toEqual([{ kind: 'secret', bytes: new TextEncoder().encode(text), labels: {} }]);
  });

  test('bytes that are no text are the secret as they are', () => {
    const bytes = Buffer.from([...Array(40).keys()].map((n) => 0xff - n));
    expect(parsed(bytes)).toEqual([{ kind: 'secret', bytes, labels: {} }]);
  });

  test('random secrets in base64 and hexadecimal are never taken for keys', () => {
    for (let n = 0; n < 2000; n++) {
      const bytes = crypto.getRandomValues(Buffer.alloc(32 + (n % 33)));
      for (const text of [bytes.toString('base64'), bytes.toString('base64url'), bytes.toString('hex')]) {
        expect(parsed(text), text).toMatchObject([{ kind: 'secret' }]);
      }
    }
  });

  test('a symmetric JWK is the secret that it encodes', () => {
    const k = Buffer.alloc(32, 9).toString('base64url');
    expect(parsed(JSON.stringify({ kty: 'oct', k, kid: 's', alg: 'HS256' }))).toEqual([
      { kind: 'secret', bytes: Buffer.alloc(32, 9), labels: { kid: 's', alg: 'HS256' } },
    ]);
  });
});

test('a JWK Set gives each of its keys, with its name and algorithm', () => {
  const keys = [
    { ...(pairs.rsa.publicKey.export({ format: 'jwk' }) as object), kid: 'r', alg: 'RS256' },
    { ...(pairs.ec.publicKey.export({ format: 'jwk' }) as object), kid: 'e', use: 'sig' },
    { kty: 'unheard-of', kid: 'u' },
  ];
  expect(parsed(JSON.stringify({ keys })).map(({ labels }) => labels)).toEqual([
    { kid: 'r', alg: 'RS256' },
    { kid: 'e' },
  ]);
  const [first] = parsed(JSON.stringify({ keys }));
  expect(first?.kind === 'public' && first.key.equals(createPublicKey(pairs.rsa.publicKey.export(pemFormat)))).toBe(
    true,
  );
});

const pemFormat = { type: 'spki', format: 'pem' } as const;
