import type { FeedRequest } from '../feed.ts';

/**
 * The name of the connection that a request shares: one for all with equal URLs, apart from topics, and equal
 * credentials, headers and token. Functions among the latter are taken to speak for the same user in every tab.
 */
export function nameOf({ url, credentials, headers, token }: FeedRequest): string {
  const known = [
    typeof headers === 'function' ? 0 : [...new Headers(headers)],
    typeof token === 'function' ? 0 : token,
  ];
  return JSON.stringify(['spillway', url, credentials, ...known]);
}

/** Topics of the URL become topics of the request: nothing else differs between those who share. */
export function withTopicsOfUrl(request: FeedRequest): FeedRequest {
  const url = new URL(request.url);
  const topics = [...url.searchParams.getAll('topic'), ...(request.topics ?? [])];
  url.searchParams.delete('topic');
  return { ...request, url: url.href, topics };
}
