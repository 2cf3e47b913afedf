import {
  type JWTPayload,
  type JWTVerifyOptions,
  type ProtectedHeaderParameters,
  decodeProtectedHeader,
  errors,
  jwtVerify,
} from 'jose';
import { checksTokens } from '../loopback.ts';
import type { AuthSettings } from '../settings.ts';
import { keySetUrl, remoteKeySet } from './key-set.ts';
import { type VerificationKey, publicKeyAlgorithms, readKeys } from './keys.ts';

/** Checks tokens with every key of the settings. */
export interface TokenCheck {
  /** The claims of a token that one of the keys has signed. Rejects with a `JOSEError` where none has. */
  verify(token: string): Promise<JWTPayload>;
  /**
   * Reads the keys again, and says how many were added and removed. Throws a `SettingsError` and keeps the keys that it has
   * where one of the new ones cannot be used.
   */
  reload(): { readonly added: number; readonly removed: number; readonly total: number };
}

/** How far the clocks of a token's issuer and of the hub may differ, unless the settings say. */
export const defaultClockToleranceSeconds = 10;

/** Makes the check of tokens; undefined where the settings name no key, and so no check. */
export function createTokenCheck(settings: AuthSettings): TokenCheck | undefined {
  if (!checksTokens(settings)) return undefined;
  let keys = readKeys(settings.keys);
  const keySet = settings.jwksUrl === undefined ? undefined : remoteKeySet(keySetUrl(settings.jwksUrl));
  const claims: JWTVerifyOptions = {
    clockTolerance: settings.clockToleranceSeconds ?? defaultClockToleranceSeconds,
    ...(settings.issuer !== undefined && { issuer: settings.issuer }),
    ...(settings.audience !== undefined && { audience: settings.audience }),
  };

  return {
    async verify(token) {
      const { alg = '', kid } = headerOf(token);
      for (const { key, algorithms } of keysFor(keys, alg, kid)) {
        try {
          return (await jwtVerify(token, key, { ...claims, algorithms: [...algorithms] })).payload;
        } catch (error) {
          // Another key may have signed it.
          if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
        }
      }
      if (keySet && publicKeyAlgorithms.includes(alg)) {
        return (await jwtVerify(token, keySet.find, { ...claims, algorithms: publicKeyAlgorithms })).payload;
      }
      throw new errors.JWSSignatureVerificationFailed(`no key of this hub has signed it (alg ${alg})`);
    },
    reload() {
      const next = readKeys(settings.keys);
      const added = next.filter((key) => !keys.some((old) => isSame(old, key))).length;
      const removed = keys.filter((old) => !next.some((key) => isSame(old, key))).length;
      keys = next;
      keySet?.expire();
      return { added, removed, total: next.length };
    },
  };
}

function headerOf(token: string): ProtectedHeaderParameters {
  try {
    return decodeProtectedHeader(token);
  } catch (cause) {
    throw new errors.JWSInvalid('this is no compact JWS', { cause });
  }
}

/** The keys that may have signed a token: those of its algorithm, and of its name where one has it. */
function keysFor(keys: readonly VerificationKey[], alg: string, kid: string | undefined): readonly VerificationKey[] {
  const fitting = keys.filter(({ algorithms }) => algorithms.includes(alg));
  const named = kid === undefined ? [] : fitting.filter((key) => key.kid === kid);
  return named.length > 0 ? named : fitting.filter((key) => kid === undefined || key.kid === undefined);
}

function isSame(one: VerificationKey, other: VerificationKey): boolean {
  if (one.kid !== other.kid || one.algorithms.join() !== other.algorithms.join()) return false;
  if (one.key instanceof Uint8Array) {
    return other.key instanceof Uint8Array && Buffer.compare(one.key, other.key) === 0;
  }
  return !(other.key instanceof Uint8Array) && one.key.equals(other.key);
}
