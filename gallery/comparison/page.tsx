import { useState } from 'react';
import { ConnectionLimitSection } from './connection-limit/connection-limit-section.tsx';
import { FeedSection } from './feed/feed-section.tsx';
import { newRun } from './network/run.ts';
import styles from './page.module.css';
import { RoundTripsSection } from './round-trips/round-trips-section.tsx';
import { useServerState } from './use-server-state.ts';

/** Three experiments that a reader runs in their own browser. */
export default function Comparison() {
  const [run, setRun] = useState(newRun);
  const state = useServerState(run);
  return (
    <div className="stack">
      <nav aria-label="Experiments" className={styles['experiments']}>
        <a href="#feed">The same feed, four ways</a>
        <a href="#round-trips">Round trips</a>
        <a href="#connection-limit">The connection limit</a>
      </nav>
      <div id="feed" className={styles['anchor']}>
        <FeedSection key={run} run={run} state={state} onStartOver={() => setRun(newRun())} />
      </div>
      <div id="round-trips" className={styles['anchor']}>
        <RoundTripsSection port={state?.ports.roundTrips} />
      </div>
      <div id="connection-limit" className={styles['anchor']}>
        <ConnectionLimitSection state={state} />
      </div>
    </div>
  );
}
