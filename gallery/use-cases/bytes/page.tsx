import { useLatest } from 'spillway/react';
import { Card } from '../../site/parts/card.tsx';
import { ConnectionBadge } from '../../site/parts/connection-badge.tsx';
import { Advice } from './advice.tsx';
import styles from './bytes.module.css';
import { Draw } from './draw.tsx';
import { Overhead } from './overhead.tsx';
import { PictureView } from './picture-view.tsx';
import { useLinked } from './use-linked.ts';
import { type Newest, readers } from './ways.ts';

export default function Bytes() {
  // Five topics, one stream. The data of `base64` and `dense` are bytes by the time they are here.
  const { latest, state } = useLatest('/events', {
    topics: ['bytes/*'],
    events: readers,
    by: ({ type }) => type,
    share: true,
  });
  const { base64, dense, link, facts, fetched } = Object.fromEntries(latest) as Newest;
  const linked = useLinked(link?.data.path);

  return (
    <div className="stack">
      <Card title="One picture, three ways" aside={<ConnectionBadge state={state} />}>
        <p>
          Events are text. The server draws a picture and sends the same file three times: as base64 in an event, in
          Spillway’s denser text in an event, and as a link in an event, which the page then fetches.
        </p>
        <div className={styles['three']}>
          <PictureView title="Base64 in the event" arrival={base64?.data} facts={facts?.data} />
          <PictureView title="Dense text in the event" arrival={dense?.data} facts={facts?.data} />
          <PictureView title="A link in the event, and a GET" arrival={linked} facts={facts?.data} />
        </div>
        <Draw />
      </Card>
      {facts && (
        <Overhead
          facts={facts.data}
          fetched={fetched?.data}
          arrivals={{ base64: base64?.data, dense: dense?.data, link: linked }}
        />
      )}
      <Advice />
    </div>
  );
}
