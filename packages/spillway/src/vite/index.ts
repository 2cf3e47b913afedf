/**
 * Lets event streams survive Vite's development proxy: pass it as `configure` of the proxy's rule for `/events`.
 *
 * - When the hub goes, Vite's proxy leaves the browser's side of its streams open, and silent. This closes them.
 * - While the hub is down, the proxy answers 502, and a native `EventSource` gives up for good on any status but 200
 *   (WHATWG HTML 9.2.2). This closes the connection without an answer instead: to the browser that is a network error,
 *   after which it reconnects.
 *
 * Requests that do not accept `text/event-stream` are left alone.
 *
 * @example
 * ```ts
 * import { keepStreamsReconnecting } from 'spillway/vite';
 *
 * // vite.config.ts
 * export default {
 *   server: { proxy: { '/events': { target: 'http://localhost:3000', configure: keepStreamsReconnecting } } },
 * };
 * ```
 */
export function keepStreamsReconnecting(proxy: ProxyEvents): void {
  // Vite calls `configure` before it adds the listener that answers 502.
  proxy.on('error', (_error, request, response) => {
    if (acceptsStream(request)) response.destroy();
  });
  proxy.on('proxyRes', (answer, request, response) => {
    if (!acceptsStream(request)) return;
    answer.once('close', () => {
      if (!answer.complete) response.destroy();
    });
  });
}

function acceptsStream({ headers }: ProxiedRequest): boolean {
  return headers.accept?.includes('text/event-stream') === true;
}

/** What is used of Vite's `HttpProxy.ProxyServer`. */
export interface ProxyEvents {
  on(event: 'error', listener: (error: Error, request: ProxiedRequest, response: Destroyable) => void): unknown;
  on(
    event: 'proxyRes',
    listener: (answer: ProxiedAnswer, request: ProxiedRequest, response: Destroyable) => void,
  ): unknown;
}

/** What is used of the browser's request, one of node:http. */
export interface ProxiedRequest {
  readonly headers: { readonly accept?: string | undefined };
}

/** What is used of the hub's answer, an `IncomingMessage` of node:http. */
export interface ProxiedAnswer {
  /** Whether it came to its end. */
  readonly complete: boolean;
  once(event: 'close', listener: () => void): unknown;
}

/** The browser's side: a response of node:http, or a socket. */
export interface Destroyable {
  destroy(): unknown;
}
