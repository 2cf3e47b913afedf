import { SpillwayError } from '../error.ts';
import { checkPattern, compilePattern, isExact } from '../topic/pattern.ts';

/** What a request may do, as patterns. An empty list allows nothing. */
export interface Permissions {
  /** Topics that it may publish to. */
  readonly publish: readonly string[];
  /** Topics whose events it may see. */
  readonly subscribe: readonly string[];
  /** When they end, in milliseconds since the Unix epoch; an open stream ends then. */
  readonly expiresAt?: number | undefined;
  /**
   * Whether the request came without credentials. What these permissions do not allow is then refused with
   * `unauthorized` (401: sign in first) instead of `forbidden` (403).
   */
  readonly isAnonymous?: boolean | undefined;
}

/** What a resource without `authorize` gives to everyone. */
export const everything: Permissions = { publish: ['*'], subscribe: ['*'] };

/** Refuses permissions that are over, and those that make no sense: the latter is the fault of `authorize`. */
export function checkPermissions(permissions: Permissions, nowMs: number): void {
  for (const pattern of [...permissions.publish, ...permissions.subscribe]) {
    try {
      checkPattern(pattern, Infinity);
    } catch (cause) {
      throw new SpillwayError('invalid-option', `authorize gave ${JSON.stringify(pattern)}, not a pattern`, { cause });
    }
  }
  if (permissions.expiresAt !== undefined && permissions.expiresAt <= nowMs) {
    throw new SpillwayError('unauthorized', 'this permission has expired; sign in again');
  }
}

/** Refuses a publish to a topic that no pattern allows. */
export function checkMayPublish(permissions: Permissions, topics: Iterable<string>): void {
  const allows = anyOf(permissions.publish);
  for (const topic of topics) if (!allows(topic)) refuse(permissions, 'publish to', topic);
}

/**
 * Refuses a subscription to a topic that no grant allows, and any subscription where nothing is granted. Patterns
 * pass: the grants narrow what they select.
 */
export function checkMaySubscribe(permissions: Permissions, patterns: readonly string[]): void {
  const allows = anyOf(permissions.subscribe);
  for (const pattern of patterns) {
    if (isExact(pattern) ? !allows(pattern) : permissions.subscribe.length === 0) {
      refuse(permissions, 'subscribe to', pattern);
    }
  }
}

function anyOf(patterns: readonly string[]): (topic: string) => boolean {
  const matchers = patterns.map(compilePattern);
  return (topic) => matchers.some((matches) => matches(topic));
}

function refuse({ isAnonymous = false }: Permissions, action: string, topic: string): never {
  if (isAnonymous) {
    throw new SpillwayError('unauthorized', `without credentials you may not ${action} ${JSON.stringify(topic)}`);
  }
  throw new SpillwayError('forbidden', `this request may not ${action} ${JSON.stringify(topic)}`);
}
