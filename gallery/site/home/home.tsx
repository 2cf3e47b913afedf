import { useEffect, useState } from 'react';
import { useEvents } from 'spillway/react';
import { Link } from 'wouter';
import type { SourceAbout } from '../page-about.ts';
import { pages } from '../pages.ts';
import { SourcePanel } from '../shell/source-panel.tsx';
import { Facts } from './facts.tsx';
import styles from './home.module.css';
import { Illustration } from './illustration.tsx';
import { LivePair } from './live-pair.tsx';
import { PageCards } from './page-cards.tsx';
import { previewTopics } from './previews/previews.ts';
import { Proof } from './proof.tsx';

/** What Server-Sent Events are for, within a minute. */
export function Home() {
  const [topic] = useState(() => `demo/${crypto.randomUUID().slice(0, 8)}`);
  useEffect(() => {
    document.title = 'Spillway: live over plain HTTP';
  }, []);
  return (
    <div className={styles['home']}>
      <header className={styles['head']}>
        <div>
          {' '}
          <h1>The server speaks, and every open page hears it at once.</h1>
          <p>
            Server-Sent Events are an HTTP response that does not end. A page opens it with one line, the server writes
            to it whenever there is news, and when it breaks off, the browser takes it up again by itself.
          </p>
          <p>
            They are a web standard, in every browser, over plain HTTP. They go one way: what pages have to say is an
            ordinary request, as ever. <Link href="/decision">When is that not enough?</Link>
          </p>
        </div>
        <Illustration />
      </header>

      <section className={styles['part']} aria-labelledby="try">
        <h2 id="try">Here are both ends. Try them.</h2>
        <LivePair />
        <EventCount topics={['demo', topic, ...previewTopics]} />
      </section>

      <section className={styles['part']} aria-labelledby="for">
        <h2 id="for">What it is for</h2>
        <PageCards pages={pages.filter(({ part }) => part !== 'When to use what')} />
      </section>

      <section className={styles['part']} aria-labelledby="adds">
        <h2 id="adds">What Spillway adds to the standard</h2>
        <Proof topic={topic} />
        <Facts />
      </section>

      <section className={styles['part']} aria-labelledby="when">
        <h2 id="when">And when to use something else</h2>
        <PageCards pages={pages.filter(({ part }) => part === 'When to use what')} />
      </section>

      <SourcePanel sources={sources} title="The lines that make it" />
    </div>
  );
}

function EventCount({ topics }: { readonly topics: readonly string[] }) {
  const { value } = useEvents('/events', { topics, share: true, initial: 0, reduce: (before) => before + 1 });
  return (
    <p className={styles['count']}>
      <strong>{value}</strong> new {value === 1 ? 'event has' : 'events have'} come since this page was opened, all on
      its one stream.
    </p>
  );
}

const sources: readonly SourceAbout[] = [
  { label: 'Both ends', file: 'gallery/site/home/live-pair.tsx', load: () => import('./live-pair.tsx?raw') },
  { label: 'The count', file: 'gallery/site/home/proof.tsx', load: () => import('./proof.tsx?raw') },
  {
    label: 'Server',
    file: 'gallery/server/gallery-server.ts',
    load: () => import('../../server/gallery-server.ts?raw'),
  },
];
