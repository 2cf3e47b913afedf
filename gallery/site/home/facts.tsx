import { useState } from 'react';
import { Link } from 'wouter';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import styles from './facts.module.css';

/** What else Spillway adds to plain Server-Sent Events, each with something to try. */
export function Facts() {
  return (
    <div className={styles['facts']}>
      <Card title="One order, for everybody">
        <p>
          Every event has its place in one log. All pages get all that they asked for in that order, and those who join
          later can have what came before.
        </p>
        <p className="faint">
          Try: open <Link href="/scores">the scores</Link> in two windows.
        </p>
      </Card>
      <Card title="Slow readers harm nobody">
        <p>
          Who cannot keep up falls behind alone, at a bounded cost, and reads on later. With a key, only the newest of
          each is read.
        </p>
        <p className="faint">
          Try: give <Link href="/prices">the prices</Link> a slow line.
        </p>
      </Card>
      <Card title="Many tabs, one stream">
        <p>All tabs of a browser share one stream, so the limit of six connections over HTTP/1.1 is none.</p>
        <StreamCount />
      </Card>
    </div>
  );
}

function StreamCount() {
  const [streams, setStreams] = useState<number>();
  async function ask() {
    const answer = await fetch('/api/process');
    setStreams(((await answer.json()) as { readonly streams: number }).streams);
  }
  return (
    <>
      <p className="faint">
        Try: open{' '}
        <a href="/" target="_blank" rel="noreferrer">
          this page in another tab
        </a>
        , and count.
      </p>
      <p className="row">
        <Button onClick={ask}>Count the streams</Button>
        <span role="status">{streams !== undefined && `The server holds ${streams}.`}</span>
      </p>
    </>
  );
}
