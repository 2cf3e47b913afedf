import type { NodeRequest } from './response-connection.ts';

/**
 * Whether the server of a request over HTTP/1 takes no more connections. `server.close` ends the connections that are idle at
 * the call; one that becomes idle afterwards holds the server up until `keepAliveTimeout` is over, unless it is ended here.
 */
export function isServerClosing(req: NodeRequest): boolean {
  if (req.httpVersionMajor >= 2) return false;
  const { server } = req.socket as { readonly server?: { readonly listening?: boolean } };
  return server?.listening === false;
}
