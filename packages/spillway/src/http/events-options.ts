import type { SpillwayError } from '../error.ts';
import type { CorsOptions } from './cors.ts';
import type { EventsLimits } from './events-limits.ts';
import type { EventsRequest } from './events-request.ts';
import type { Permissions } from './permissions.ts';

/** Decides what a request may do. */
export type Authorize<Native = unknown> = (request: EventsRequest<Native>) => Permissions | Promise<Permissions>;

/** How the resource `/events` is set up. Every option has a default. */
export interface EventsOptions<Native = unknown> {
  /**
   * Decides what a request may publish and subscribe to; without it everyone may do everything. It refuses a request
   * altogether by throwing a `SpillwayError` with the code `unauthorized` (401: sign in first) or `forbidden` (403).
   */
  readonly authorize?: Authorize<Native> | undefined;
  /** Which pages of other origins may use the resource; by default none can publish or read. */
  readonly cors?: CorsOptions | undefined;
  /**
   * The `Host` names that the resource answers to, with any port (`localhost`) or with one (`localhost:3000`); IPv6
   * addresses in brackets. Default: any. A hub within reach of a browser but not of the world, such as one on
   * loopback, should name its own, against DNS rebinding.
   */
  readonly hosts?: readonly string[] | undefined;
  /**
   * Whether requests that came through a proxy are answered; default true. False suits a hub without `authorize` that
   * serves its own machine: behind a proxy that rewrites `Host` it would serve everyone. It refuses requests with the
   * headers that proxies add (`Forwarded`, `Via`, `X-Forwarded-…`, `X-Real-IP`).
   */
  readonly allowProxied?: boolean | undefined;
  /** The bounds of a request and of the events in it; the latter should be those of the hub. */
  readonly limits?: Partial<EventsLimits> | undefined;
  /** Hears of each fault that was answered with a status of 500 and above; default `console.error`. */
  readonly onError?: ((error: unknown, request: EventsRequest<Native>) => void) | undefined;
  /** Hears of each request that was refused with a status from 400 to 499, and why; default none. */
  readonly onRefusal?: ((error: SpillwayError, request: EventsRequest<Native>) => void) | undefined;
  /** The time, in milliseconds since the Unix epoch; default `Date.now`. */
  readonly now?: (() => number) | undefined;
}
