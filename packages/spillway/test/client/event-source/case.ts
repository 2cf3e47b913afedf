import type { Stage } from './stage.ts';

/** A sentence of the standard, as what a script sees. */
export interface Case {
  readonly name: string;
  /** The files of the web-platform-tests, in `eventsource/`, that check it, too. */
  readonly wpt?: readonly string[];
  /** Where it runs: everywhere by default. */
  readonly where?: readonly Context[];
  /** Whether it would disturb others that run at the same time. */
  readonly isAlone?: true;
  /** Does it, and returns what it saw, at once or later: plain data. */
  run(this: void, stage: Stage): unknown;
  /** What it must have seen. */
  readonly expected: unknown;
  /** What is seen instead, and why. */
  readonly differs?: Partial<Record<Implementation, Difference>>;
}

export interface Difference {
  readonly seen: unknown;
  readonly because: string;
  readonly where?: readonly Context[];
}

/** Ours, anywhere or in one browser; or the browser's own. */
export type Implementation = 'spillway' | `spillway in ${Browser}` | Browser;
type Browser = 'Chromium' | 'Firefox';

export const contexts = ['window', 'dedicated worker', 'shared worker', 'service worker'] as const;
export type Context = (typeof contexts)[number];
