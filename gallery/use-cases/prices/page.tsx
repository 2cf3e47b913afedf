import { useEffect, useState, useSyncExternalStore } from 'react';
import { Button } from '../../site/parts/button.tsx';
import { Card } from '../../site/parts/card.tsx';
import { ConnectionBadge } from '../../site/parts/connection-badge.tsx';
import { Agreement } from './agreement.tsx';
import { createBoard } from './board.ts';
import { Counts } from './counts.tsx';
import { HeatMap } from './heat-map.tsx';
import { listings } from './market.ts';
import { Movers } from './movers.tsx';
import { readPrices, ways } from './reading.ts';
import { Share } from './share.tsx';
import { useRefresh } from './use-refresh.ts';
import { WayChoice } from './way-choice.tsx';

export default function Prices() {
  const [board] = useState(() => createBoard(listings.length));
  const [way, choose] = useState(ways[0]);
  const [isTrading, setTrading] = useState(true);
  const [prices, setPrices] = useState<ReturnType<typeof readPrices>>();
  const [symbol, setSymbol] = useState(listings[0].symbol);
  // The board changes all the time. What is text is drawn four times a second, and the map with each frame.
  useRefresh(250);

  useEffect(() => {
    const reading = readPrices(way, board, ({ isOn }) => setTrading(isOn));
    setPrices(reading);
    return reading.close;
  }, [way, board]);

  return (
    <div className="stack">
      <Card title="This tab" aside={<State prices={prices} />}>
        <WayChoice chosen={way} choose={choose} />
        <Counts board={board} isTrading={isTrading} />
        <div className="row">
          <Button onClick={() => trade(!isTrading)}>{isTrading ? 'Pause the market' : 'Let the market go on'}</Button>
          <Agreement board={board} isTrading={isTrading} />
        </div>
      </Card>
      <HeatMap board={board} chosen={symbol} choose={setSymbol} />
      <div className="columns">
        <Share board={board} chosen={symbol} choose={setSymbol} />
        <Movers board={board} />
      </div>
    </div>
  );
}

async function trade(isOn: boolean): Promise<void> {
  await fetch('/api/prices/trading', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ isOn }),
  });
}

function State({ prices }: { readonly prices: ReturnType<typeof readPrices> | undefined }) {
  const state = useSyncExternalStore(prices?.onStateChange ?? never, prices?.getState ?? connecting);
  return <ConnectionBadge state={state} />;
}

const first = { phase: 'connecting', attempt: 1 } as const;
const connecting = () => first;
const never = () => () => undefined;
