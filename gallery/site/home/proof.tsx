import { useEffect, useRef, useState } from 'react';
import { useEvents } from 'spillway/react';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { Figure, Figures } from '../parts/figure.tsx';
import { useServerProcess } from '../shell/server-process.ts';
import styles from './proof.module.css';
import { publishNumbers } from './publish-numbers.ts';
import { count, nothingYet } from './tally.ts';

/** Counts aloud to the hub and listens to what comes back, while a person kills the server. */
export function Proof({ topic }: { readonly topic: string }) {
  const [acknowledged, setAcknowledged] = useState(0);
  const [isCounting, setCounting] = useState(false);
  const next = useRef(1);
  const { server, kill } = useServerProcess();
  const { value: tally, reconnect } = useEvents('/events', {
    topics: [topic],
    since: 'earliest',
    share: true,
    initial: nothingYet,
    reduce: (before, { data }) => count(before, Number(data)),
  });

  useEffect(() => {
    if (!isCounting) return;
    const stopping = new AbortController();
    const onAcknowledged = (number: number) => {
      next.current = number + 1;
      setAcknowledged(number);
    };
    void publishNumbers({ topic, first: next.current, signal: stopping.signal, onAcknowledged });
    return () => stopping.abort();
  }, [isCounting, topic]);

  // A stream would find the way back by itself, after waits that grow: this saves a person who watches the last of them.
  const killAndComeBack = () => kill().then(reconnect);

  return (
    <Card title="Nothing is lost, nothing comes twice">
      <p className={styles['text']}>
        What the hub has acknowledged is on its disk, and each stream goes on from the last event that arrived. Let this
        page count, ten numbers a second, and kill the server as often as you like.
      </p>
      <p className="row">
        <Button look="primary" onClick={() => setCounting(!isCounting)}>
          {isCounting ? 'Stop' : 'Count'}
        </Button>
        <Button look="danger" onClick={killAndComeBack} disabled={server.phase !== 'running'}>
          Kill the server
        </Button>
        <span role="status" className="faint">
          {server.phase === 'killed' && 'Killed. Another is being started …'}
          {server.phase === 'running' && `It is process ${server.pid}.`}
        </span>
      </p>
      <Figures>
        <Figure label="Acknowledged">{acknowledged}</Figure>
        <Figure label="Received">{tally.received}</Figure>
        <Figure label="Missing">{tally.missing}</Figure>
        <Figure label="Doubled">{tally.doubled}</Figure>
      </Figures>
    </Card>
  );
}
