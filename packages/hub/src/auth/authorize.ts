import { type JWTPayload, errors, jwtVerify } from 'jose';
import { type EventsRequest, type Permissions, SpillwayError, checkPattern } from 'spillway';
import type { AuthSettings } from '../settings.ts';
import { verificationKey } from './keys.ts';

export type Authorize = (request: EventsRequest) => Promise<Permissions>;

/**
 * Reads what a request may do from its JWT (RFC 7519), sent as a Bearer header or in a cookie: the claims `publish`
 * and `subscribe` are lists of patterns, and `exp` ends the streams that were opened with it. Undefined where the
 * settings name no key.
 */
export function authorizeByToken(settings: AuthSettings): Authorize | undefined {
  const verification = verificationKey(settings);
  if (verification === undefined) return undefined;
  const options = {
    algorithms: [...verification.algorithms],
    ...(settings.issuer !== undefined && { issuer: settings.issuer }),
    ...(settings.audience !== undefined && { audience: settings.audience }),
  };
  return async (request) => {
    const token = bearerToken(request) ?? cookieOf(request, settings.cookie);
    if (token === undefined) {
      throw new SpillwayError(
        'unauthorized',
        `send a JWT as "Authorization: Bearer ..." or in the cookie ${settings.cookie}`,
      );
    }
    const { key } = verification;
    const { payload } = await (
      typeof key === 'function' ? jwtVerify(token, key, options) : jwtVerify(token, key, options)
    ).catch((cause: unknown) => {
      throw refusal(cause);
    });
    return permissionsOf(payload);
  };
}

function permissionsOf(payload: JWTPayload): Permissions {
  return {
    publish: patternsOf(payload, 'publish'),
    subscribe: patternsOf(payload, 'subscribe'),
    ...(payload.exp !== undefined && { expiresAt: payload.exp * 1000 }),
  };
}

function patternsOf(payload: JWTPayload, claim: 'publish' | 'subscribe'): string[] {
  const patterns = payload[claim] ?? [];
  try {
    if (Array.isArray(patterns) && patterns.every(isPattern)) return patterns;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SpillwayError('unauthorized', `the token's claim "${claim}" holds what is no pattern: ${reason}`, {
      cause,
    });
  }
  throw new SpillwayError('unauthorized', `the token's claim "${claim}" must be a list of topics and patterns`);
}

function isPattern(pattern: unknown): pattern is string {
  if (typeof pattern !== 'string') return false;
  checkPattern(pattern, Infinity);
  return true;
}

/** Says what is wrong with the token, where that is the token's fault and not that of the identity provider. */
function refusal(cause: unknown): unknown {
  if (!(cause instanceof errors.JOSEError)) return cause;
  return new SpillwayError('unauthorized', faultOf(cause), { cause });
}

function faultOf(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'the token has expired';
  if (error instanceof errors.JWTClaimValidationFailed) return `the token's claim "${error.claim}" is not valid here`;
  if (error instanceof errors.JWKSMultipleMatchingKeys) return 'the token must name its key (kid)';
  return 'the token is not valid here';
}

/** RFC 6750, section 2.1. */
function bearerToken(request: EventsRequest): string | undefined {
  return /^bearer +(.*)$/i.exec(request.header('authorization') ?? '')?.[1]?.trim();
}

/** RFC 6265, section 5.4. */
function cookieOf(request: EventsRequest, name: string): string | undefined {
  for (const pair of (request.header('cookie') ?? '').split(';')) {
    const [key, ...value] = pair.split('=');
    if (key?.trim() === name) return value.join('=').trim();
  }
  return undefined;
}
