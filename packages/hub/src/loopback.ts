import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { type AuthSettings, type HubServerSettings, SettingsError } from './settings.ts';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

function isLoopback(host: string): boolean {
  if (host === 'localhost') return true;
  if (isIPv4(host)) return loopback.check(host, 'ipv4');
  return isIPv6(host) && loopback.check(host, 'ipv6');
}

/** Whether requests need a token; where they do not, everyone who reaches the hub may do everything. */
export function checksTokens({ keys, jwksUrl }: Pick<AuthSettings, 'keys' | 'jwksUrl'>): boolean {
  return keys.length > 0 || jwksUrl !== undefined;
}

/** Refuses to be reachable from elsewhere while everyone may do everything. */
export function checkReach({ host, auth }: Pick<HubServerSettings, 'host' | 'auth'>): void {
  if (checksTokens(auth) || isLoopback(host)) return;
  throw new SettingsError(
    `without a key everyone who reaches ${host} could publish and read everything: set --key (SPILLWAY_KEY) or ` +
      '--jwks-url (SPILLWAY_JWKS_URL) to check tokens, or keep --host on loopback, such as 127.0.0.1',
  );
}

/**
 * The names that a hub on loopback answers to while it checks no tokens. A page whose own name resolves to 127.0.0.1
 * (DNS rebinding) is of one origin with the hub, but sends its own name as `Host`.
 */
export function hostsOf({
  host,
  auth,
  hosts,
}: Pick<HubServerSettings, 'host' | 'auth' | 'hosts'>): string[] | undefined {
  if (checksTokens(auth)) return hosts.length > 0 ? [...hosts] : undefined;
  return ['localhost', '127.0.0.1', '[::1]', isIPv6(host) ? `[${host}]` : host, ...hosts];
}
