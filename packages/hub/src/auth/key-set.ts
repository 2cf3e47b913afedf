import { type JSONWebKeySet, type JWTVerifyGetKey, createLocalJWKSet, errors } from 'jose';
import { SpillwayError } from 'spillway';
import { SettingsError } from '../settings.ts';

/** The key set that an identity provider publishes (RFC 7517, section 5). */
export interface RemoteKeySet {
  /** The key that signed a token, for `jwtVerify`. */
  readonly find: JWTVerifyGetKey;
  /** Has the key set fetched again before its next use. */
  expire(): void;
}

/** How long a key set is used before it is fetched again: a key that the provider has withdrawn lives no longer. */
const maxAgeMs = 600_000;
/** The provider is asked at most this often, whatever tokens name. */
const minIntervalMs = 1000;
const timeoutMs = 5000;
/** Key sets of large providers have some 10 kB. */
const maxBytes = 1024 * 1024;

/**
 * Fetches the key set at `url` when it is first needed, when it is ten minutes old, and when a token names a key that is not
 * in it. A token with an unknown `kid` waits for a fetch, at most one a second: a new key works at once, and forged
 * names cannot flood the provider. Requests that wait share one fetch.
 */
export function remoteKeySet(url: URL, now = () => performance.now()): RemoteKeySet {
  let current: { readonly find: JWTVerifyGetKey; readonly fetchedAt: number } | undefined;
  let startedAt = -Infinity;
  let pending: Promise<JWTVerifyGetKey> | undefined;

  function refresh(): Promise<JWTVerifyGetKey> {
    pending ??= fetchNext().finally(() => (pending = undefined));
    return pending;
  }

  async function fetchNext(): Promise<JWTVerifyGetKey> {
    const waitMs = startedAt + minIntervalMs - now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    startedAt = now();
    try {
      const find = createLocalJWKSet(await fetchKeySet(url));
      current = { find, fetchedAt: startedAt };
      return find;
    } catch (cause) {
      const message = `the keys at ${url.origin}${url.pathname} cannot be fetched: ${reasonOf(cause)}`;
      throw new SpillwayError('authorization-unavailable', message, { cause });
    }
  }

  return {
    async find(header, token) {
      const isFresh = current !== undefined && now() - current.fetchedAt < maxAgeMs;
      if (!isFresh || !current) return (await refresh())(header, token);
      try {
        return await current.find(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      }
      return (await refresh())(header, token);
    },
    expire() {
      current = undefined;
    },
  };
}

/** `fetch` says why it failed in the cause of its error. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

async function fetchKeySet(url: URL): Promise<JSONWebKeySet> {
  const address = new URL(url);
  // `fetch` refuses a URL with a user name.
  const { username, password } = address;
  address.username = '';
  address.password = '';
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const response = await fetch(address, {
    headers: {
      accept: 'application/json',
      ...(username !== '' && { authorization: `Basic ${Buffer.from(login).toString('base64')}` }),
    },
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (response.status !== 200 || response.body === null) {
    await response.body?.cancel();
    throw new Error(`the answer has the status ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    // Leaving the loop cancels the rest of the body.
    if (bytes > maxBytes) throw new Error(`the answer has more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString()) as JSONWebKeySet;
}

/** Reads `--jwks-url`. The message of its error has no query and no password. */
export function keySetUrl(text: string): URL {
  const url = URL.parse(text);
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url;
  const [shown] = text.replace(/\/\/[^/]*@/, '//').split('?');
  throw new SettingsError(`--jwks-url must be an http: or https: URL, not "${shown}"`);
}
