import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';

/** The gallery's own requests and visitors, since it was started. */
export interface Traffic {
  /** How many requests there were. */
  readonly requests: number;
  /** How many browsers sent one within the last so many milliseconds, at most an hour. */
  visitorsWithin(ms: number): number;
  /** Counts a request by its `Cookie` header. */
  count(cookies: string | undefined): void;
}

const hourMs = 3_600_000;

/** Browsers are told apart by this cookie, which says nothing else of them. */
const cookieName = 'spillway-visitor';

export function createTraffic(now: () => number = Date.now): Traffic {
  /** When each visitor was last seen, the longest ago first. */
  const seenAt = new Map<string, number>();
  let requests = 0;
  return {
    get requests() {
      return requests;
    },
    count(cookies) {
      requests += 1;
      const visitor = visitorOf(cookies);
      if (visitor === undefined) return;
      seenAt.delete(visitor);
      seenAt.set(visitor, now());
      for (const [each, at] of seenAt) {
        if (at > now() - hourMs) break;
        seenAt.delete(each);
      }
    },
    visitorsWithin(ms) {
      const since = now() - ms;
      let count = 0;
      for (const at of seenAt.values()) if (at > since) count += 1;
      return count;
    },
  };
}

/** Counts what node:http sees; `/events` is counted where it is authorized, for it may be answered ahead of node:http. */
export function countRequests(traffic: Traffic): RequestHandler {
  return (req, res, next) => {
    if (req.path !== '/events') traffic.count(req.headers.cookie);
    if (visitorOf(req.headers.cookie) === undefined) {
      res.cookie(cookieName, randomUUID(), { httpOnly: true, sameSite: 'lax' });
    }
    next();
  };
}

function visitorOf(cookies = ''): string | undefined {
  return new RegExp(`(?:^|;\\s*)${cookieName}=([\\w-]{1,64})`).exec(cookies)?.[1];
}
