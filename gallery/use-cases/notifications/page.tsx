import { Card } from '../../site/parts/card.tsx';
import { called } from './in-words.ts';
import { people } from './notices.ts';
import styles from './page.module.css';
import { fitToContent } from './fit-to-content.ts';
import { Wiretap } from './wiretap.tsx';

/** Two people side by side. Each frame is a client of its own, with its own token and its own stream. */
export default function Notifications() {
  return (
    <div className="stack">
      <p>
        Write to the other, pay, order something, ask to be friends: whom it concerns is told at once, and nobody else.
        Send Ben offline, kill the server, let Ann write to him, then bring him back: what he missed is there, once and
        in order.
      </p>
      <div className={styles['people']}>
        {people.map((name) => (
          <section key={name} aria-label={called(name)}>
            <iframe src={`/people/${name}`} title={`${called(name)}’s page`} onLoad={fitToContent} />
            <a href={`/people/${name}`} target="_blank" rel="noreferrer">
              Open {called(name)} in a tab of {name === 'ann' ? 'her' : 'his'} own
            </a>
          </section>
        ))}
      </div>
      <p className="faint">
        No money moves, and the shop delivers nothing: payments and orders are simulated. The events are real.
      </p>
      <Card title="Can Ben listen in on Ann?">
        <Wiretap />
      </Card>
    </div>
  );
}
