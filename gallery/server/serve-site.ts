import type { RequestHandler } from 'express';
import sirv from 'sirv';

/** Serves the built pages, compressed beforehand; their addresses all lead to the one page that the browser turns. */
export function serveSite(folder: string): RequestHandler {
  return sirv(folder, {
    brotli: true,
    etag: true,
    single: true,
    ignores: [/^\/(assets|api|events|feeds)\b/],
    setHeaders(res, path) {
      res.setHeader('cache-control', isHashed(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
      res.setHeader('x-content-type-options', 'nosniff');
    },
  }) as RequestHandler;
}

/** What such a file holds never changes. */
function isHashed(path: string): boolean {
  return path.includes('/assets/');
}
