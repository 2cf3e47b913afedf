/** Those who want to be told of something, in the order in which they came. */
export function createListeners<Value>(): Listeners<Value> {
  const entries = new Set<(value: Value) => unknown>();
  return {
    add(listener) {
      const entry = (value: Value) => listener(value);
      entries.add(entry);
      return () => entries.delete(entry);
    },
    tell(value) {
      // Whoever is added meanwhile is told the next time; whoever is removed is not told any more.
      for (const entry of Array.from(entries)) if (entries.has(entry)) void guard(() => entry(value));
    },
  };
}

export interface Listeners<Value> {
  /** Returns a function that removes the listener again. */
  add(this: void, listener: (value: Value) => unknown): () => void;
  tell(value: Value): void;
}

/** Calls what others wrote: its faults are reported, as those of the platform's event listeners are, and stay its own. */
export async function guard(call: () => unknown): Promise<void> {
  try {
    await call();
  } catch (error) {
    (globalThis.reportError ?? console.error)(error);
  }
}
