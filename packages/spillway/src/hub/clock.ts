/** Time and scheduling, handed in, so that a test drives the hub under a simulated clock. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls `task` once after `delayMs`; returns a function that cancels it. */
  after(delayMs: number, task: () => void): () => void;
  /** Calls `task` soon, after letting input and output that wait take their turn. */
  soon(task: () => void): void;
}
