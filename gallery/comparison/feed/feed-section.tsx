import { useId, useState } from 'react';
import { Button } from '../../site/parts/button.tsx';
import { Card } from '../../site/parts/card.tsx';
import { post } from '../post.ts';
import type { ServerState } from '../server-state.ts';
import { FeedChart } from './feed-chart.tsx';
import { rates } from './feed-event.ts';
import { FeedTable } from './feed-table.tsx';
import styles from './feed-section.module.css';
import { useMeasurement } from './use-measurement.ts';

const pollSeconds = [1, 2, 5, 10];

/** The same feed, four ways at once. */
export function FeedSection({
  run,
  state,
  onStartOver,
}: {
  readonly run: string;
  readonly state: ServerState | undefined;
  readonly onStartOver: () => void;
}) {
  const id = useId();
  const [pollEverySeconds, setPollEverySeconds] = useState(5);
  const [isResuming, setResuming] = useState(false);
  const { view, cause } = useMeasurement(run, state, { pollEveryMs: pollEverySeconds * 1000, isResuming });

  return (
    <Card title="The same feed, four ways at once" aside={<Newest state={state} />}>
      <p>
        One server publishes simulated orders. This page takes them in four ways at the same time, from the same port.
        Cut all connections, or restart the server while orders go on, and see what each way makes of it.
      </p>
      <div className={styles['dials']}>
        <label htmlFor={`${id}-rate`}>
          Orders
          <select
            id={`${id}-rate`}
            value={state?.perSecond ?? 1}
            disabled={state === undefined}
            onChange={({ target }) => void post('feed/rate', { perSecond: Number(target.value) })}
          >
            {rates.map((rate) => (
              <option key={rate} value={rate}>
                {rate < 1 ? `1 in ${1 / rate} seconds` : `${rate} per second`}
              </option>
            ))}
          </select>
        </label>
        <label htmlFor={`${id}-polling`}>
          Polling
          <select
            id={`${id}-polling`}
            value={pollEverySeconds}
            onChange={({ target }) => setPollEverySeconds(Number(target.value))}
          >
            {pollSeconds.map((seconds) => (
              <option key={seconds} value={seconds}>
                every {seconds} s
              </option>
            ))}
          </select>
        </label>
        <label className={styles['check']}>
          <input type="checkbox" checked={isResuming} onChange={({ target }) => setResuming(target.checked)} />
          The WebSocket resumes, by code of its own
        </label>
      </div>
      <div className="row">
        <Button look="primary" disabled={state === undefined} onClick={() => cause('cut')}>
          Cut all connections
        </Button>
        <Button disabled={state === undefined} onClick={() => cause('restart')}>
          Restart the server
        </Button>
        <Button onClick={onStartOver}>Start over</Button>
      </div>
      <FeedChart history={view.history} />
      <FeedTable summaries={view.summaries} wire={state?.wire ?? {}} />
      <Notes />
    </Card>
  );
}

function Newest({ state }: { readonly state: ServerState | undefined }) {
  return <p className="faint">{state === undefined ? 'Connecting …' : `Newest order: ${state.newest}`}</p>;
}

/** How to read the table. */
function Notes() {
  return (
    <details className={styles['notes']}>
      <summary>How this is measured</summary>
      <ul>
        <li>
          <b>Bytes</b> are counted by the server at its sockets: request lines, headers, chunk and frame headers and
          all. TCP’s and IP’s own headers are not in it. The feed has a port of its own, so that its bytes can be told
          apart; this adds the headers for other origins (CORS), some 100 bytes to each request, and the WebSocket’s
          handshake brings the gallery’s cookie. No way is compressed.
        </li>
        <li>
          <b>Staleness</b> is the time from when an order was made to when this page had it, of the newest 1,000. Server
          and browser run on this machine, so it is one and the same clock; there is no network between them.
        </li>
        <li>
          <b>Missed and doubled</b> go by the orders’ numbers, which have no holes. An order is missed when a later one
          has come by the same way. <b>Live again</b> counts from the incident to the first order that was made after
          it.
        </li>
        <li>
          <b>Code</b> is the client’s file with all that it imports, bundled by itself, minified and compressed with
          brotli when these pages were built. <code>EventSource</code> and <code>WebSocket</code> are the browser’s own.
        </li>
        <li>
          A <b>restart</b> ends the server and its hub without a goodbye, and opens them again 2 seconds later, on what
          is on disk. Orders that are made meanwhile are published then. WebSockets reconnect here with backoff; what
          they should resume from is up to the application, so by default they do not. The checkbox adds it on both
          sides.
        </li>
      </ul>
    </details>
  );
}
