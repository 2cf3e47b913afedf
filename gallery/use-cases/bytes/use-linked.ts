import { useEffect, useState } from 'react';
import type { Arrival } from './ways.ts';

/** Fetches the file that an event links to; undefined until it is there. */
export function useLinked(path: string | undefined): Arrival | undefined {
  const [found, setFound] = useState<{ readonly path: string; readonly arrival: Arrival }>();
  useEffect(() => {
    if (path === undefined) return;
    const leaving = new AbortController();
    const load = async () => {
      const answer = await fetch(path, { signal: leaving.signal });
      if (!answer.ok) return;
      const bytes = new Uint8Array(await answer.arrayBuffer());
      setFound({ path, arrival: { bytes, at: Date.now() } });
    };
    // Whoever left needs it no more; who lost the connection gets the next.
    load().catch(() => undefined);
    return () => leaving.abort();
  }, [path]);
  return found?.path === path ? found?.arrival : undefined;
}
