import { InvalidArgumentError, Option } from 'commander';

/** The hub that a command speaks to. */
export interface RemoteHub {
  readonly url: string;
  readonly token?: string;
}

export function urlOption(): Option {
  return new Option('--url <url>', 'the hub')
    .env('SPILLWAY_URL')
    .default('http://localhost:3000')
    .argParser((text: string) => {
      const url = text.includes('://') ? text : `http://${text}`;
      const protocol = URL.parse(url)?.protocol;
      if (protocol === 'http:' || protocol === 'https:') return url;
      throw new InvalidArgumentError('It must be a URL such as http://localhost:3000.');
    });
}

export function tokenOption(): Option {
  return new Option('--token <jwt>', 'who you are, where the hub checks it').env('SPILLWAY_TOKEN');
}

/** Where the hub's events are: `--url` may name the hub or `/events` itself. */
export function eventsUrl({ url }: RemoteHub): URL {
  const parsed = new URL(url);
  if (parsed.pathname === '/') parsed.pathname = '/events';
  return parsed;
}

export function authorization({ token }: RemoteHub): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

/** What a problem+json body says, or else the status. */
export async function problemText(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const { detail, code } = JSON.parse(text) as { detail?: unknown; code?: unknown };
    if (typeof detail === 'string') return `${detail} (${response.status} ${String(code)})`;
  } catch {
    // Not a hub's answer but, say, a proxy's.
  }
  return `the hub answered ${response.status} ${response.statusText}`;
}

/** Why no answer came: fetch itself says only that it failed. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Where a name has several addresses there are several causes, and the message that unites them is empty.
  const cause = error.cause instanceof AggregateError ? error.cause.errors[0] : error.cause;
  return cause instanceof Error ? cause.message : error.message;
}
