import type { Router } from 'express';
import { SignJWT, jwtVerify } from 'jose';
import { type EventsRequest, SpillwayError } from 'spillway';

/** Who a request speaks for. */
export interface SignIn {
  /** Answers `POST /api/sign-in` with `{"name":"ann"}`: `{"token":"…"}`. */
  addTo(router: Router): void;
  /** The name in a request's Bearer token; undefined where it has none. Throws `unauthorized` for one that is not valid. */
  nameOf(request: Pick<EventsRequest, 'header'>): Promise<string | undefined>;
}

const lifetime = '10 minutes';

/** Signs people in by their word: this is a gallery. A real application asks for a password first. */
export function createSignIn(key: Uint8Array): SignIn {
  return {
    addTo(router) {
      router.post('/sign-in', async (req, res) => {
        const { name } = (req.body ?? {}) as { readonly name?: unknown };
        if (typeof name !== 'string' || !/^[a-z]{1,20}$/.test(name)) {
          res.status(400).json({ detail: 'send {"name":"…"}: 1 to 20 letters from a to z' });
          return;
        }
        const token = await new SignJWT()
          .setProtectedHeader({ alg: 'HS256' })
          .setSubject(name)
          .setExpirationTime(lifetime)
          .sign(key);
        res.json({ token });
      });
    },
    async nameOf(request) {
      const token = /^bearer +(\S+)$/i.exec(request.header('authorization') ?? '')?.[1];
      if (token === undefined) return undefined;
      try {
        const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'], requiredClaims: ['sub', 'exp'] });
        return payload.sub;
      } catch (cause) {
        throw new SpillwayError('unauthorized', 'the token is not valid here: sign in again', { cause });
      }
    },
  };
}
