import type { ReactNode } from 'react';
import { Button } from '../../site/parts/button.tsx';
import { EmptyState } from '../../site/parts/empty-state.tsx';
import { called, inWords } from './in-words.ts';
import type { Inbox, Notice, NoticeEvent } from './inbox.ts';
import { NoticeIcon } from './notice-icon.tsx';
import styles from './notice-list.module.css';
import { type Order, type Person, otherThan, statuses } from './notices.ts';
import type { Act } from './use-actions.ts';

/** What a person was told, the newest first. */
export function NoticeList({
  name,
  inbox: { notices, friendship },
  unread,
  isOnline,
  act,
}: {
  readonly name: Person;
  readonly inbox: Inbox;
  readonly unread: readonly NoticeEvent[];
  readonly isOnline: boolean;
  readonly act: Act;
}) {
  const read = async (events: readonly NoticeEvent[]) => {
    await act('read', { ids: events.map(({ lastEventId }) => lastEventId) });
  };
  const request = notices.find(({ event }) => event.type === 'friendship');
  return (
    <section className={styles['section']} aria-label={`Notifications for ${called(name)}`}>
      <header>
        <h2>
          Notifications <span className={styles['count']} data-count={unread.length}>{`${unread.length} unread`}</span>
        </h2>
        <Button onClick={() => read(unread)} disabled={unread.length === 0 || !isOnline}>
          Mark all as read
        </Button>
      </header>
      {notices.length === 0 && (
        <div className={styles['empty']}>
          <EmptyState title="No notifications yet">
            Messages, payments and requests from {called(otherThan(name))} appear here.
          </EmptyState>
        </div>
      )}
      <ol className={styles['list']} tabIndex={0} aria-label="The newest first">
        {notices.map((notice) => (
          <NoticeItem key={notice.key} notice={notice} isOnline={isOnline} onRead={() => read([notice.event])}>
            {notice === request && friendship?.state === 'requested' && friendship.by !== name && (
              <div className={styles['accept']}>
                <Button
                  look="primary"
                  disabled={!isOnline}
                  onClick={async () => {
                    await act('friendships', { with: otherThan(name), step: 'accept' }, 'You are friends.');
                  }}
                >
                  Accept
                </Button>
              </div>
            )}
          </NoticeItem>
        ))}
      </ol>
    </section>
  );
}

function NoticeItem({
  notice: { event, isRead },
  isOnline,
  onRead,
  children,
}: {
  readonly notice: Notice;
  readonly isOnline: boolean;
  readonly onRead: () => Promise<void>;
  readonly children: ReactNode;
}) {
  const { kind, text } = inWords(event);
  return (
    <li className={styles['notice']} data-id={event.lastEventId} data-unread={!isRead}>
      <NoticeIcon type={event.type} />
      <div className={styles['body']}>
        <h3>{kind}</h3>
        <time dateTime={new Date(event.data.at).toISOString()}>{timeOf(event.data.at)}</time>
        <p>{text}</p>
        {!isRead && (
          <Button disabled={!isOnline} onClick={onRead}>
            Mark as read
          </Button>
        )}
        {event.type === 'order' && <Progress status={event.data.status} />}
        {children}
      </div>
    </li>
  );
}

/** How far an order is. */
function Progress({ status }: { readonly status: Order['status'] }) {
  const reached = statuses.indexOf(status);
  return (
    <ol className={styles['progress']}>
      {statuses.map((each, index) => (
        <li key={each} data-reached={index <= reached} aria-current={each === status ? 'step' : undefined}>
          {each}
        </li>
      ))}
    </ol>
  );
}

/** The time of day; of another day, its date, too. */
function timeOf(at: number): string {
  const [date, today] = [new Date(at), new Date()];
  const time = date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  return date.toDateString() === today.toDateString() ? time : `${date.toLocaleDateString()} ${time}`;
}
