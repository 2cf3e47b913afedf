import { type SubmitEvent, useState } from 'react';
import { useEvents } from 'spillway/react';
import { Card } from '../parts/card.tsx';
import { Code } from '../parts/code.tsx';
import { ConnectionBadge } from '../parts/connection-badge.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { curlCommand } from './curl.ts';
import styles from './live-pair.module.css';
import { publish } from './publish.ts';

/** How many events it shows. */
const shown = 4;

/** All that there is to it: one side publishes, the other subscribes. */
export function LivePair() {
  return (
    <div className={styles['pair']}>
      <Publish />
      <Subscribe />
    </div>
  );
}

function Publish() {
  const [data, setData] = useState('Hello, everyone');
  const [outcome, setOutcome] = useState('The answer of the hub stands here.');

  function send(submit: SubmitEvent) {
    submit.preventDefault();
    publish({ topic: 'demo', data }).then(
      (id) => setOutcome(`Kept, as ${id}`),
      () => setOutcome('The server is not there just now. Try again in a moment.'),
    );
  }

  return (
    <Card title="Anyone publishes">
      <Code
        label="A command that publishes"
        language="shell"
        text={curlCommand(`${location.origin}/events`, 'demo', data)}
      />
      <form onSubmit={send} className={styles['form']}>
        <label htmlFor="data">Or from here</label>
        <div>
          <input id="data" value={data} onChange={({ target }) => setData(target.value)} maxLength={200} required />
          <button type="submit" className="primary">
            Publish
          </button>
        </div>
      </form>
      <p className={styles['outcome']}>{outcome}</p>
    </Card>
  );
}

function Subscribe() {
  const { events, state } = useEvents('/events', { topics: ['demo'], share: true, keep: shown });
  const newestFirst = events.toReversed();
  return (
    <Card title="Every page hears it" aside={<ConnectionBadge state={state} />}>
      <Code
        label="A script that subscribes"
        text={`const source = new EventSource('/events?topic=demo');\nsource.onmessage = (e) => show(e.data, e.lastEventId);`}
      />
      <div role="log" aria-label="Events, the newest first" className={styles['events']}>
        {events.length === 0 && (
          <EmptyState title="No events yet">Press “Publish”, or run the command in a terminal.</EmptyState>
        )}
        <ol>
          {newestFirst.map(({ lastEventId, data }) => (
            <li key={lastEventId}>
              <span>{data}</span>
              <code>{lastEventId}</code>
            </li>
          ))}
        </ol>
      </div>
    </Card>
  );
}
