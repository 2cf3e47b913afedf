/**
 * Makes a check of `Host` headers by an allow-list: a name there goes with any port, `name:port` with this one.
 *
 * A page that makes its own host name resolve to 127.0.0.1 (DNS rebinding) is of one origin with what it finds there,
 * but cannot make the browser send another `Host` than its own name.
 */
export function hostCheck(allowed: readonly string[]): (host: string | undefined) => boolean {
  const names = new Set(allowed.map((name) => name.toLowerCase()));
  let latest: string | undefined;
  return (host) => {
    if (host === undefined) return false;
    if (host === latest) return true;
    const lower = host.toLowerCase();
    const isAllowed = names.has(lower) || names.has(lower.replace(/:\d*$/, ''));
    if (isAllowed) latest = host;
    return isAllowed;
  };
}
