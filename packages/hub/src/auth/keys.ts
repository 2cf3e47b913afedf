import { type KeyObject, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type JWTVerifyGetKey, createRemoteJWKSet, errors } from 'jose';
import { SpillwayError } from 'spillway';
import { type AuthSettings, SettingsError } from '../settings.ts';

/** What tokens are checked with, and which algorithms may have signed them. */
export interface VerificationKey {
  readonly key: Uint8Array | KeyObject | JWTVerifyGetKey;
  /**
   * Only those that fit the key. A hub that took the shared-secret algorithms beside a public key would take the key's
   * own text, which everyone has, for the secret (RFC 8725, section 2.1).
   */
  readonly algorithms: readonly string[];
}

const sharedSecret = ['HS256', 'HS384', 'HS512'];
const rsaPss = ['PS256', 'PS384', 'PS512'];
const rsa = ['RS256', 'RS384', 'RS512', ...rsaPss];
const edwards = ['EdDSA', 'Ed25519'];
const curves: ReadonlyMap<string | undefined, readonly string[]> = new Map([
  ['prime256v1', ['ES256']],
  ['secp384r1', ['ES384']],
  ['secp521r1', ['ES512']],
]);
const publicKey = [...rsa, ...[...curves.values()].flat(), ...edwards];

/** RFC 7518, section 3.2: a key of the same size as the hash output or larger MUST be used. */
const leastSecretBytes = 32;
/** RFC 7518, section 3.3: a key of size 2048 bits or larger MUST be used. */
const leastRsaBits = 2048;

/** The key that the settings name; undefined where there is none and so no check. */
export function verificationKey({ key, jwksUrl }: Pick<AuthSettings, 'key' | 'jwksUrl'>): VerificationKey | undefined {
  if (key !== undefined && jwksUrl !== undefined) throw new SettingsError('set --key or --jwks-url, not both');
  if (jwksUrl !== undefined) return { key: keysAt(urlOf(jwksUrl)), algorithms: publicKey };
  if (key === undefined) return undefined;
  const text = (key.startsWith('@') ? contentOf(key.slice(1)) : key).trim();
  if (text.includes('-----BEGIN')) return pemKey(text);
  // These are public: whoever has one could sign tokens, were it taken for a secret.
  if (/^(\{|ssh-|ecdsa-)/.test(text)) {
    throw new SettingsError('--key is a public key in another format than PEM: convert it, or use --jwks-url');
  }
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
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new SettingsError(`--key names the file ${file}, which cannot be read`, { cause });
  }
}

function pemKey(pem: string): VerificationKey {
  if (pem.includes('PRIVATE KEY')) {
    throw new SettingsError('--key is a private key: the hub needs only the public one (openssl pkey -pubout)');
  }
  let key: KeyObject;
  try {
    key = createPublicKey(pem);
  } catch (cause) {
    throw new SettingsError('--key looks like PEM but holds no public key that can be read', { cause });
  }
  return { key, algorithms: algorithmsFor(key) };
}

function algorithmsFor({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): readonly string[] {
  const { modulusLength = leastRsaBits, namedCurve } = asymmetricKeyDetails ?? {};
  if (modulusLength < leastRsaBits) {
    throw new SettingsError(`--key is an RSA key of ${modulusLength} bits: it must have ${leastRsaBits} or more`);
  }
  if (asymmetricKeyType === 'rsa') return rsa;
  if (asymmetricKeyType === 'rsa-pss') return rsaPss;
  if (asymmetricKeyType === 'ed25519') return edwards;
  const algorithms = curves.get(namedCurve);
  if (algorithms !== undefined) return algorithms;
  const kind = namedCurve ?? asymmetricKeyType;
  throw new SettingsError(`--key is of the kind ${kind}: it must be RSA, P-256, P-384, P-521 or Ed25519`);
}

function urlOf(jwksUrl: string): URL {
  const url = URL.parse(jwksUrl);
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url;
  throw new SettingsError(`--jwks-url must be an http: or https: URL, not "${jwksUrl}"`);
}

/** The keys that an identity provider publishes; fetched again when a token names one that is not among them. */
function keysAt(url: URL): JWTVerifyGetKey {
  const find = createRemoteJWKSet(url);
  return async (header, token) => {
    try {
      return await find(header, token);
    } catch (cause) {
      if (isTokensFault(cause)) throw cause;
      throw new SpillwayError('authorization-unavailable', `the keys at ${url.href} cannot be had`, { cause });
    }
  };
}

function isTokensFault(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}
