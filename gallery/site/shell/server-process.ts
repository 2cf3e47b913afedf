import { useSyncExternalStore } from 'react';

/** The process that serves the gallery, as far as this page knows. */
export type ServerProcess =
  { readonly phase: 'unknown' } | { readonly phase: 'killed' } | { readonly phase: 'running'; readonly pid: number };

const listeners = new Set<() => void>();
const askAgainMs = 300;
let current: ServerProcess = { phase: 'unknown' };
let asking: Promise<void> | undefined;

/** The server's process, and a way to kill it, the same for all of a page. */
export function useServerProcess(): { readonly server: ServerProcess; readonly kill: () => Promise<void> } {
  return { server: useSyncExternalStore(listen, () => current), kill };
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) addEventListener('focus', ask);
  if (current.phase === 'unknown') ask();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) removeEventListener('focus', ask);
  };
}

/** Ends the process as `kill -9` would, and resolves when another serves in its place. */
async function kill(): Promise<void> {
  await fetch('/api/crash', { method: 'POST' }).catch(() => undefined);
  tell({ phase: 'killed' });
  ask();
  await asking;
}

/** A person who comes back from a terminal may have killed it there. */
function ask(): void {
  asking ??= findOut().finally(() => (asking = undefined));
}

async function findOut(): Promise<void> {
  for (;;) {
    // It may die at any time, also within its answer.
    const pid = await fetch('/api/process')
      .then((answer) => (answer.ok ? (answer.json() as Promise<{ readonly pid: number }>) : undefined))
      .then((found) => found?.pid)
      .catch(() => undefined);
    if (pid !== undefined) return tell({ phase: 'running', pid });
    await new Promise((resolve) => setTimeout(resolve, askAgainMs));
  }
}

function tell(server: ServerProcess): void {
  current = server;
  for (const listener of listeners) listener();
}
