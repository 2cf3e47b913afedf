import type { Router } from 'express';
import type { Hub } from 'spillway';
import type { SignIn } from './sign-in.ts';
import type { Traffic } from './traffic.ts';

/** What the server side of a use case is given. */
export interface Gallery {
  /** The hub behind `/events`. What it has acknowledged is on disk. */
  readonly hub: Hub;
  /** The requests of the use case: `/api/<name>/…`. Bodies that are JSON are parsed. */
  readonly router: Router;
  /** A folder of its own for files, which is there. */
  readonly folder: string;
  /** Who a request speaks for. */
  readonly signIn: SignIn;
  /** What the gallery itself is asked for. */
  readonly traffic: Traffic;
  readonly environment: NodeJS.ProcessEnv;
  /** Resolves with the gallery's own address once it listens, which it does after all use cases have started. */
  readonly listening: Promise<string>;
  /** What is to be undone when the gallery closes: `closing.defer(() => …)`. */
  readonly closing: AsyncDisposableStack;
}

/** The server side of a use case. */
export interface UseCase {
  /** Its folder's name, and its path below `/api`. */
  readonly name: string;
  /** The topics that everyone may subscribe to, as patterns. */
  readonly readable: readonly string[];
  /** The topics that everyone may publish to with a POST to `/events`, as patterns. */
  readonly publishable: readonly string[];
  /** Starts it. */
  open(this: void, gallery: Gallery): void | Promise<void>;
}
