import { type CryptoKey, type JWTPayload, SignJWT } from 'jose';
import type { AuthSettings } from '../../src/index.ts';

/** A shared secret of 32 bytes. */
export const secret = 'not a secret at all, but 32 bytes';

export const bySecret: AuthSettings = {
  keys: [secret],
  jwksUrl: undefined,
  issuer: undefined,
  audience: undefined,
  cookie: 'spillway',
  clockToleranceSeconds: 0,
  anonymous: { publish: [], subscribe: [] },
};

/** A token with exactly these claims. */
export function signToken(
  claims: JWTPayload,
  key: CryptoKey | Uint8Array = new TextEncoder().encode(secret),
  header: { readonly alg: string; readonly kid?: string } = { alg: 'HS256' },
): Promise<string> {
  return new SignJWT(claims).setProtectedHeader(header).sign(key);
}

export function bearer(token: string): { readonly authorization: string } {
  return { authorization: `Bearer ${token}` };
}

/** Seconds since the Unix epoch, as tokens have them. */
export function secondsFromNow(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds;
}
