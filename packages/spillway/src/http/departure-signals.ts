/**
 * The signals of a request that say that its client has left. Most runtimes cancel the body of the response as well,
 * but not all. Deno does, and warns of every program that listens to the signal, because it also aborts it after a
 * response that was complete.
 */
export function departureSignals(request: Request | undefined): AbortSignal[] {
  return request === undefined || 'Deno' in globalThis ? [] : [request.signal];
}
