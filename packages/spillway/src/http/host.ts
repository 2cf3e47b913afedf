/**
 * Tells whether a `Host` header is on the allow-list: a name there goes with any port, `name:port` with this one.
 *
 * A page that makes its own host name resolve to 127.0.0.1 (DNS rebinding) is of one origin with what it finds there,
 * but cannot make the browser send another `Host` than its own name.
 */
export function isAllowedHost(host: string | undefined, allowed: readonly string[]): boolean {
  if (host === undefined) return false;
  const lower = host.toLowerCase();
  const name = lower.replace(/:\d*$/, '');
  return allowed.some((entry) => entry.toLowerCase() === name || entry.toLowerCase() === lower);
}
