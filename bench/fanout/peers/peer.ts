import type { Processors } from '../processors.ts';

/** A server that can be measured. */
export interface Peer {
  /** What `--peer` calls it. */
  readonly name: string;
  readonly title: string;
  /** What it is and how it is set up, in a sentence or two. */
  readonly about: string;
  /** The files beside this one that set it up. */
  readonly configuration: readonly string[];
  /** Its version, and that of what it stands on, or why it cannot run here. */
  availability(): Availability;
  /** Starts it in a process of its own, on its own processor, and resolves when it listens. */
  start(processors: Processors): Promise<RunningPeer>;
}

export type Availability =
  { readonly runs: true; readonly version: string } | { readonly runs: false; readonly because: string };

export interface RunningPeer {
  /** What to measure: the process that fans out, and those that help it. */
  readonly pids: readonly number[];
  /** The URL and the options with which `spillway bench` subscribes and publishes. */
  readonly loadArguments: readonly string[];
  /** How the server ended, if it is no longer there. */
  readonly ended: () => string | undefined;
  /** Ends it and removes what it left; resolves when it is gone. */
  readonly stop: () => Promise<void>;
}
