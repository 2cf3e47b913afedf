/** A request to the resource `/events`, as every server can show it. */
export interface EventsRequest<Native = unknown> {
  /** In upper case, as in `GET`. */
  readonly method: string;
  /** What the server calls the request's URL: absolute, or only path and query. */
  readonly url: string;
  /** Whether it came over TLS, as far as this server saw; behind a proxy that ends TLS it did not. */
  readonly secure: boolean;
  /** The server's own object, for what only it knows: a session, the peer's address. */
  readonly native: Native;
  /**
   * A header's value by its lower-case name; several lines of one header are joined by `, `. For `host` over HTTP/2
   * and HTTP/3 it gives the `:authority`.
   */
  header(name: string): string | undefined;
}

/** A request with what the resource alone needs of it. */
export interface IncomingRequest<Native = unknown> extends EventsRequest<Native> {
  /** The version of HTTP, such as `1.1`; undefined where the server does not tell. */
  readonly httpVersion?: string | undefined;
  /** The names of its headers in lower case. */
  headerNames(): Iterable<string>;
  /** Aborts when the client is gone. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Announces that the answer stays open. Throws a `SpillwayError` `too-many-streams` where the connection has no room for
   * another; undefined where connections have no bound.
   */
  readonly hold?: (() => void) | undefined;
  /**
   * The body's bytes, to be read once: all of them where they have come already, or chunk by chunk. Leaving the loop
   * early leaves the connection fit for an answer.
   */
  body(): Uint8Array | AsyncIterable<Uint8Array>;
}
