import { useEffect, useState } from 'react';
import * as v from 'valibot';
import type { Board } from './board.ts';
import { Tick } from './tick.ts';

/** While the market is paused: how many of the prices here are the newest that the hub has. */
export function Agreement({ board, isTrading }: { readonly board: Board; readonly isTrading: boolean }) {
  const [newest, setNewest] = useState<readonly Tick[]>();
  useEffect(() => {
    if (isTrading) return;
    const asking = new AbortController();
    void newestOfHub(asking.signal).then(setNewest, () => undefined);
    return () => {
      asking.abort();
      setNewest(undefined);
    };
  }, [isTrading]);
  if (isTrading || newest === undefined) return null;
  const same = newest.filter(({ symbol, sequence }) => board.quotes.get(symbol)?.sequence === sequence);
  return (
    <p role={same.length === newest.length ? 'status' : undefined}>
      {same.length} of the hub’s {newest.length} newest prices are here.
    </p>
  );
}

async function newestOfHub(signal: AbortSignal): Promise<readonly Tick[]> {
  const answer = await fetch('/api/prices/events?topic=prices/*&since=latest&limit=1000', {
    headers: { accept: 'application/json' },
    signal,
  });
  const { events } = v.parse(Page, await answer.json());
  return events.map(({ data }) => v.parse(Tick, JSON.parse(data)));
}

const Page = v.object({ events: v.array(v.object({ data: v.string() })) });
