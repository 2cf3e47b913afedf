import { FeedError } from './read-feed.ts';

/** What a feed's server said of the version that was read last. */
export interface Validators {
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
}

/** What it says now: nothing new, or the feed. */
export type Fetched =
  | { readonly status: 'unchanged' }
  | { readonly status: 'changed'; readonly text: string; readonly url: string; readonly validators: Validators };

export interface FetchBounds {
  readonly timeoutMs: number;
  readonly bytes: number;
}

const defaultBounds: FetchBounds = { timeoutMs: 10_000, bytes: 2 * 1024 * 1024 };

/**
 * Asks for a feed, unless it is what was read last (RFC 9110, 13: `If-None-Match`, `If-Modified-Since`).
 *
 * @throws {@link FeedError} that says why there is none
 */
export async function fetchFeed(
  url: string,
  { etag, lastModified }: Validators,
  signal: AbortSignal,
  { timeoutMs, bytes }: FetchBounds = defaultBounds,
): Promise<Fetched> {
  try {
    const response = await fetch(url, {
      headers: {
        accept: 'application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1',
        // fetch would say no-cache beside a validator, to which many servers answer in full.
        'cache-control': 'max-age=0',
        'user-agent': 'Spillway-Gallery/1 (feed reader)',
        ...(etag && { 'if-none-match': etag }),
        ...(lastModified && { 'if-modified-since': lastModified }),
      },
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    if (response.status === 304) return { status: 'unchanged' };
    if (!response.ok) {
      await response.body?.cancel();
      throw new FeedError(`its server answered ${response.status}`);
    }
    const text = decode(await readBody(response, bytes), response.headers.get('content-type') ?? '');
    const validators = {
      etag: response.headers.get('etag') ?? undefined,
      lastModified: response.headers.get('last-modified') ?? undefined,
    };
    return { status: 'changed', text, url: response.url, validators };
  } catch (error) {
    throw inWords(error, timeoutMs);
  }
}

async function readBody(response: Response, bytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop cancels the rest.
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > bytes) throw new FeedError(`it is larger than ${bytes / 1024 ** 2} MiB`);
  }
  return Buffer.concat(chunks);
}

/** [RFC 7303] The media type's charset counts first, then what the XML says of itself, then UTF-8. */
function decode(body: Buffer, contentType: string): string {
  const said =
    /charset="?([\w-]+)/i.exec(contentType) ??
    /^<\?xml[^>]*encoding=["']([\w-]+)/.exec(body.toString('latin1', 0, 200));
  const label = said?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(label).decode(body);
  } catch (cause) {
    throw new FeedError(`nobody knows its encoding, ${label}`, { cause });
  }
}

function inWords(error: unknown, timeoutMs: number): unknown {
  if (error instanceof FeedError || !(error instanceof Error)) return error;
  if (error.name === 'TimeoutError')
    return new FeedError(`nothing came within ${timeoutMs / 1000} s`, { cause: error });
  const { code, message } = (error.cause ?? error) as { readonly code?: string; readonly message: string };
  return new FeedError(`it cannot be reached (${code ?? message})`, { cause: error });
}
