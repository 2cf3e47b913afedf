import { type KeyObject, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type JWTVerifyGetKey, createRemoteJWKSet } from 'jose';
import { type AuthSettings, SettingsError } from '../settings.ts';

/** What tokens are checked with, and which algorithms may have signed them. */
export interface VerificationKey {
  readonly key: Uint8Array | KeyObject | JWTVerifyGetKey;
  readonly algorithms: readonly string[];
}

const sharedSecret = ['HS256', 'HS384', 'HS512'];
const publicKey = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];

/** RFC 7518, section 3.2: a key of the same size as the hash output or larger MUST be used. */
const leastSecretBytes = 32;

/** The key that the settings name; undefined where there is none and so no check. */
export function verificationKey({ key, jwksUrl }: Pick<AuthSettings, 'key' | 'jwksUrl'>): VerificationKey | undefined {
  if (key !== undefined && jwksUrl !== undefined) throw new SettingsError('set --key or --jwks-url, not both');
  if (jwksUrl !== undefined) return { key: createRemoteJWKSet(urlOf(jwksUrl)), algorithms: publicKey };
  if (key === undefined) return undefined;
  const text = key.startsWith('@') ? contentOf(key.slice(1)) : key;
  if (text.startsWith('-----BEGIN')) return { key: pemKey(text), algorithms: publicKey };
  const secret = new TextEncoder().encode(text);
  if (secret.length < leastSecretBytes) {
    throw new SettingsError(
      `--key must be a secret of at least ${leastSecretBytes} bytes (make one with: openssl rand -base64 32), ` +
        'a public key in PEM, or @FILE',
    );
  }
  return { key: secret, algorithms: sharedSecret };
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new SettingsError(`--key names the file ${file}, which cannot be read`, { cause });
  }
}

function pemKey(pem: string): KeyObject {
  if (pem.includes('PRIVATE KEY')) {
    throw new SettingsError('--key is a private key: the hub needs only the public one (openssl pkey -pubout)');
  }
  try {
    return createPublicKey(pem);
  } catch (cause) {
    throw new SettingsError('--key looks like PEM but holds no public key that can be read', { cause });
  }
}

function urlOf(jwksUrl: string): URL {
  const url = URL.parse(jwksUrl);
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url;
  throw new SettingsError(`--jwks-url must be an https: URL, not "${jwksUrl}"`);
}
