/** What React reads: it stays the same until everybody is told of the next. */
export interface Snapshots<Snapshot> {
  get(this: void): Snapshot;
  /** Calls `tell` after each; returns a function that stops it. */
  listen(this: void, tell: () => void): () => void;
  /** Has the next snapshot taken soon: at once after this turn, but not more often than screens are drawn. */
  renew(this: void): void;
}

/** Takes snapshots with `take` when there is something new, so that many events in one turn make one render. */
export function createSnapshots<Snapshot>(initial: Snapshot, take: () => Snapshot): Snapshots<Snapshot> {
  const listeners = new Set<() => void>();
  let snapshot = initial;
  let takenAtMs = -frameMs;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    get: () => snapshot,
    listen(tell) {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    renew() {
      timer ??= setTimeout(renewNow, Math.max(0, takenAtMs + frameMs - performance.now()));
    },
  };

  function renewNow(): void {
    timer = undefined;
    takenAtMs = performance.now();
    snapshot = take();
    for (const tell of listeners) tell();
  }
}

const frameMs = 16;
