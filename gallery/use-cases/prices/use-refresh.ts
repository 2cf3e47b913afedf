import { useEffect, useReducer } from 'react';

/** Renders a component anew every so many milliseconds. */
export function useRefresh(everyMs: number): void {
  const [, refresh] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(refresh, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
}
