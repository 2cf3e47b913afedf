import { type JWTPayload, errors } from 'jose';
import { type EventsRequest, type Permissions, SpillwayError, checkPattern } from 'spillway';
import { checksTokens } from '../loopback.ts';
import { type AuthSettings, SettingsError } from '../settings.ts';
import { type TokenCheck, defaultClockToleranceSeconds } from './token-check.ts';

export type Authorize = (request: EventsRequest) => Promise<Permissions>;

/**
 * Reads what a request may do from its JWT (RFC 7519), sent as a Bearer header or in a cookie: the claims `publish`
 * and `subscribe` are lists of patterns, and `exp` ends the streams that were opened with it. What everyone may do
 * without a token is added. A token that is not valid is refused even where none is needed.
 */
export function authorizeByToken(tokens: TokenCheck, settings: AuthSettings): Authorize {
  const { anonymous, cookie, clockToleranceSeconds = defaultClockToleranceSeconds } = settings;
  const isOpen = anonymous.publish.length + anonymous.subscribe.length > 0;
  return async (request) => {
    const token = bearerToken(request) ?? cookieOf(request, cookie);
    if (token === undefined) {
      if (isOpen) return { ...anonymous, isAnonymous: true };
      throw new SpillwayError('unauthorized', `send a JWT as "Authorization: Bearer ..." or in the cookie ${cookie}`);
    }
    const payload = await tokens.verify(token).catch((cause: unknown) => {
      throw refusal(cause);
    });
    const { publish, subscribe, expiresAt } = permissionsOf(payload, clockToleranceSeconds);
    return {
      publish: [...publish, ...anonymous.publish],
      subscribe: [...subscribe, ...anonymous.subscribe],
      expiresAt,
    };
  };
}

/** Refuses patterns for everyone that are none, or that change nothing. */
export function checkAnonymous(auth: AuthSettings): void {
  const { anonymous } = auth;
  for (const action of ['publish', 'subscribe'] as const) {
    const option = `--anonymous-${action}`;
    if (anonymous[action].length > 0 && !checksTokens(auth)) {
      throw new SettingsError(`${option} goes with --key or --jwks-url: without them everyone may do everything`);
    }
    for (const pattern of anonymous[action]) {
      try {
        checkPattern(pattern, Infinity);
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new SettingsError(`${option} takes topics and patterns: ${reason}`, { cause });
      }
    }
  }
}

function permissionsOf(payload: JWTPayload, toleranceSeconds: number): Permissions {
  return {
    publish: patternsOf(payload, 'publish'),
    subscribe: patternsOf(payload, 'subscribe'),
    expiresAt: payload.exp === undefined ? undefined : (payload.exp + toleranceSeconds) * 1000,
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
