import { useEffect, useId, useRef, useState } from 'react';
import { Button } from '../../site/parts/button.tsx';
import { Card } from '../../site/parts/card.tsx';
import { inBytes } from '../../site/parts/units.ts';
import { duration } from '../duration.ts';
import { type TripFigures, type TripWay, measureTrips, textBytes, tripWays } from './measure-trips.ts';
import styles from './round-trips-section.module.css';

type Figures = Readonly<Record<TripWay, TripFigures>>;

const counts = [50, 200, 1000];
const names: Readonly<Record<TripWay, string>> = { 'web-socket': 'WebSocket', events: 'POST + SSE' };

const rows: readonly { readonly name: string; readonly key: string; readonly cell: (of: TripFigures) => string }[] = [
  { name: 'Round trips', key: 'trips', cell: ({ trips }) => `${trips}` },
  { name: 'Time, p50', key: 'p50', cell: ({ p50 }) => duration(p50) },
  { name: 'Time, p99', key: 'p99', cell: ({ p99 }) => duration(p99) },
  { name: 'Time, mean', key: 'mean', cell: ({ mean }) => duration(mean) },
  { name: 'Bytes up, each', key: 'up', cell: ({ up }) => inBytes(up) },
  { name: 'Bytes down, each', key: 'down', cell: ({ down }) => inBytes(down) },
  { name: 'Bytes to open', key: 'opening', cell: ({ opening }) => inBytes(opening) },
];

/** From the page to the server and back, both ways: here a WebSocket is at home. */
export function RoundTripsSection({ port }: { readonly port: number | undefined }) {
  const id = useId();
  const [count, setCount] = useState(200);
  const [done, setDone] = useState(0);
  const [figures, setFigures] = useState<Figures>();
  const [failure, setFailure] = useState('');
  const leaving = useRef(new AbortController());
  useEffect(() => {
    leaving.current = new AbortController();
    return () => leaving.current.abort();
  }, []);

  async function run() {
    const { signal } = leaving.current;
    setFailure('');
    try {
      setFigures(await measureTrips(`${location.hostname}:${port}`, count, { signal, onProgress: setDone }));
    } catch (error) {
      if (!signal.aborted) setFailure(`It came to no end: ${(error as Error).message}. Try again.`);
    } finally {
      setDone(0);
    }
  }

  return (
    <Card title="Round trips: to the server and back">
      <p>
        The feed above goes one way. When a page speaks as often as it listens, each message by POST brings a request’s
        headers along. Press Measure: {textBytes} bytes of text go to the server, which sends them back, one after the
        other, over a WebSocket and by POST and a stream of events in turns.
      </p>
      <div className="row">
        <label htmlFor={id}>Round trips</label>
        <select id={id} value={count} className={styles['count']} onChange={({ target }) => setCount(+target.value)}>
          {counts.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
        <Button look="primary" disabled={port === undefined} onClick={run}>
          Measure
        </Button>
      </div>
      <progress aria-label="Round trips made" max={count} value={done} />
      <table className={styles['table']}>
        <thead>
          <tr>
            <td />
            {tripWays.map((way) => (
              <th key={way} scope="col">
                {names[way]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, key, cell }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              {tripWays.map((way) => (
                <td key={way} data-cell={`${way} trip-${key}`}>
                  {figures ? cell(figures[way]) : '–'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p role="status">
        {failure}
        {figures && verdict(figures)}
      </p>
      <p className="faint">
        There is no network between browser and server here: add the network’s own round trip to both. The browser’s
        clock ticks in steps of 0.1 ms (Chromium) or 1 ms (Firefox). Bytes are counted at the server’s sockets, headers
        included.
      </p>
    </Card>
  );
}

/** What the figures mean for a choice. */
function verdict({ 'web-socket': socket, events }: Figures): string {
  const heavier = (events.up + events.down) / (socket.up + socket.down);
  return (
    `A round trip by POST and SSE took ${duration(events.mean)}, over the WebSocket ${duration(socket.mean)}; it cost ` +
    `${heavier.toFixed(0)} times the bytes. For games, cursors and typing indicators, which send many times a second, ` +
    `choose a WebSocket. For an order or a chat message now and then, nobody notices the difference.`
  );
}
