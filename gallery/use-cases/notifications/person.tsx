import { useEffect, useState } from 'react';
import { ConnectionBadge } from '../../site/parts/connection-badge.tsx';
import { Actions } from './actions.tsx';
import { called, inWords } from './in-words.ts';
import { NoticeList } from './notice-list.tsx';
import { isPerson, type Person as Name } from './notices.ts';
import styles from './person.module.css';
import { useActions } from './use-actions.ts';
import { useInbox } from './use-inbox.ts';

/** One person's own page: what is for this person, and nobody else. */
export default function Person({ name }: { readonly name: string }) {
  if (isPerson(name)) return <OwnPage key={name} name={name} />;
  return <p className={styles['nobody']}>Only Ann and Ben live here.</p>;
}

function OwnPage({ name }: { readonly name: Name }) {
  const [isOnline, setOnline] = useState(true);
  const { inbox, state } = useInbox(name, isOnline);
  const { act, outcome } = useActions(name);
  const [openedAt] = useState(Date.now);
  const unread = inbox.notices.filter(({ isRead }) => !isRead).map(({ event }) => event);
  const newest = unread.find(({ data }) => data.at > openedAt);

  useEffect(() => {
    document.title = unread.length === 0 ? called(name) : `(${unread.length}) ${called(name)}`;
  }, [name, unread.length]);

  return (
    <main className={styles['person']} data-name={name}>
      <header className={styles['head']}>
        <h1>
          <span className={styles['avatar']} aria-hidden="true">
            {called(name).charAt(0)}
          </span>
          {called(name)}
        </h1>
        <div className="row">
          <ConnectionBadge state={state} />
          <button type="button" onClick={() => setOnline(!isOnline)}>
            {isOnline ? 'Go offline' : 'Go online'}
          </button>
        </div>
      </header>
      {/* What is new is said once; the list itself stays quiet. */}
      <p role="status" className="sr-only">
        {newest && `${inWords(newest).kind}: ${inWords(newest).text}`}
      </p>
      <Actions name={name} friendship={inbox.friendship} isOnline={isOnline} act={act} outcome={outcome} />
      <NoticeList name={name} inbox={inbox} unread={unread} isOnline={isOnline} act={act} />
    </main>
  );
}
