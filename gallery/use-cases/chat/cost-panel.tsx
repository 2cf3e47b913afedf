import { useEvents } from 'spillway/react';
import { Link } from 'wouter';
import { Card } from '../../site/parts/card.tsx';
import { inBytes } from '../../site/parts/units.ts';
import styles from './chat.module.css';
import { type Cost, costSchema } from './cost.ts';
import type { Room } from './message.ts';

interface Costs {
  readonly last: Cost | undefined;
  readonly messages: number;
  readonly here: number;
  readonly webSocket: number;
}

const none: Costs = { last: undefined, messages: 0, here: 0, webSocket: 0 };

/** What messages cost here, beside what they would over a WebSocket. */
export function CostPanel({ room }: { readonly room: Room }) {
  const { value: costs } = useEvents('/events', {
    topics: [`chat/${room}/costs`],
    events: { cost: costSchema },
    since: 'earliest',
    share: true,
    initial: none,
    reduce: ({ messages, here, webSocket }: Costs, { data }) => ({
      last: data,
      messages: messages + 1,
      here: here + data.request + data.answer + data.frame,
      webSocket: webSocket + data.webSocketUp + data.webSocketDown,
    }),
  });
  const { last, messages, here, webSocket } = costs;
  return (
    <Card title="What a message costs">
      <p>
        A chat speaks both ways, and events go one way only. So each message here is a POST, with all the headers of
        one.
        {last && ` The last took ${timesAs(last)} times the bytes of a WebSocket.`}
      </p>
      <table>
        <caption className="sr-only">Bytes of the last message, and of all in this room</caption>
        <thead>
          <tr>
            <th scope="col">The last message</th>
            <th scope="col">POST and events</th>
            <th scope="col">WebSocket</th>
          </tr>
        </thead>
        <tbody>
          <Row label="To the server" here={last?.request} webSocket={last?.webSocketUp} />
          <Row label="The answer" here={last?.answer} webSocket={last && 0} />
          <Row label="To each reader" here={last?.frame} webSocket={last?.webSocketDown} />
        </tbody>
        <tfoot>
          <Row label={`All messages here (${messages})`} here={here} webSocket={webSocket} />
        </tfoot>
      </table>
      <p className={`faint ${styles['note']}`}>
        Requests, as this browser sent them, and answers are measured by the server at the socket. Frames and WebSocket
        messages are counted by their formats, with one reader; IP and TCP come on top of both. HTTP/2 packs repeated
        headers into a byte or two each; this page is served over HTTP/1.1. The topic that brings these figures is not
        counted.
      </p>
      <h3>When this is enough</h3>
      <p>
        Messages that people write now and then: comments, support, a team’s channel. You get history, a place to go on
        from after a cut, and ids that make sending again safe, through any proxy.
      </p>
      <h3>When to take a WebSocket</h3>
      <p>
        Many small messages both ways: typing indicators, cursors, games, shared editing. The headers of a POST would be
        most of what you send. See <Link href="/comparison#round-trips">round trips, measured</Link>, and{' '}
        <Link href="/decision">the decision guide</Link>.
      </p>
    </Card>
  );
}

function Row({
  label,
  here,
  webSocket,
}: {
  readonly label: string;
  readonly here: number | undefined;
  readonly webSocket: number | undefined;
}) {
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>{here === undefined ? '–' : inBytes(here)}</td>
      <td>{webSocket === undefined ? '–' : inBytes(webSocket)}</td>
    </tr>
  );
}

function timesAs({ request, answer, frame, webSocketUp, webSocketDown }: Cost): string {
  return ((request + answer + frame) / (webSocketUp + webSocketDown)).toFixed(1);
}
