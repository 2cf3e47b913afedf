import { type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SettingsError } from '../settings.ts';
import { KeyTextError, type ParsedKey, parseKeyText } from './key-text.ts';

/** A key that tokens are checked with, and the algorithms that may have signed them. */
export interface VerificationKey {
  readonly key: Uint8Array | KeyObject;
  /**
   * Only those that fit the key. A hub that took the shared-secret algorithms beside a public key would take the key's
   * own text, which everyone has, for the secret (RFC 8725, section 2.1).
   */
  readonly algorithms: readonly string[];
  /** The name of a key that came as a JWK; a token with another `kid` is not checked with it. */
  readonly kid: string | undefined;
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

/** The algorithms of public keys: those that a published key set may name. */
export const publicKeyAlgorithms = [...rsa, ...[...curves.values()].flat(), ...edwards];

/** RFC 7518, section 3.2: a key of the same size as the hash output or larger MUST be used. */
const minSecretBytes = 32;
/** RFC 7518, section 3.3: a key of size 2048 bits or larger MUST be used. */
const minRsaBits = 2048;

/** Reads every `--key`: the keys in them, or a `SettingsError` that says what is wrong with one. */
export function readKeys(settings: readonly string[]): readonly VerificationKey[] {
  return settings.flatMap((setting) => {
    const source = setting.startsWith('@') ? ` (file ${setting.slice(1)})` : '';
    try {
      return parseKeyText(contentOf(setting)).map(verificationKey);
    } catch (cause) {
      if (cause instanceof KeyTextError) throw new SettingsError(`--key${source} ${cause.message}`, { cause });
      throw cause;
    }
  });
}

function contentOf(setting: string): Uint8Array {
  if (!setting.startsWith('@')) return new TextEncoder().encode(setting);
  const file = setting.slice(1);
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new SettingsError(`--key names the file ${file}, which cannot be read`, { cause });
  }
}

function verificationKey(parsed: ParsedKey): VerificationKey {
  const { kid, alg } = parsed.labels;
  const fitting = parsed.kind === 'secret' ? secretAlgorithms(parsed.bytes) : algorithmsFor(parsed.key);
  const algorithms = alg === undefined ? fitting : fitting.filter((name) => name === alg);
  if (algorithms.length === 0) throw new KeyTextError(`is a JWK whose "alg" is ${alg}, which does not fit the key`);
  return { key: parsed.kind === 'secret' ? parsed.bytes : parsed.key, algorithms, kid };
}

function secretAlgorithms(secret: Uint8Array): readonly string[] {
  if (secret.length >= minSecretBytes) return sharedSecret;
  throw new KeyTextError(
    `must be a secret of at least ${minSecretBytes} bytes (make one with: openssl rand -base64 32), ` +
      'a public key in PEM, DER or JWK, or @FILE',
  );
}

function algorithmsFor({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): readonly string[] {
  const { modulusLength = minRsaBits, namedCurve } = asymmetricKeyDetails ?? {};
  if (modulusLength < minRsaBits) {
    throw new KeyTextError(`is an RSA key of ${modulusLength} bits: it must have ${minRsaBits} or more`);
  }
  if (asymmetricKeyType === 'rsa') return rsa;
  if (asymmetricKeyType === 'rsa-pss') return rsaPss;
  if (asymmetricKeyType === 'ed25519') return edwards;
  const algorithms = curves.get(namedCurve);
  if (algorithms !== undefined) return algorithms;
  const kind = namedCurve ?? asymmetricKeyType;
  throw new KeyTextError(`is of the kind ${kind}: it must be RSA, P-256, P-384, P-521 or Ed25519`);
}
