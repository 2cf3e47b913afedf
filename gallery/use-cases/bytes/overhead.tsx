import { Card } from '../../site/parts/card.tsx';
import { inBytes, inPercent } from '../../site/parts/units.ts';
import styles from './bytes.module.css';
import { type Arrival, type Facts, type Fetched, type Way, ways } from './ways.ts';

const labels: Readonly<Record<Way, string>> = { base64: 'Base64', dense: 'Dense text', link: 'Link and GET' };

/** The page was opened then: what was published before has no time of its own. */
const openedAt = Date.now();

/** What each way takes beside the raw file. */
export function Overhead({
  facts,
  fetched,
  arrivals,
}: {
  readonly facts: Facts;
  readonly fetched: Fetched | undefined;
  readonly arrivals: { readonly [Each in Way]?: Arrival | undefined };
}) {
  const rows = ways.map((way) => {
    const event = facts.events[way];
    const wire = event === undefined ? undefined : bytesOnWire(way, event.bytes, facts, fetched);
    const arrival = arrivals[way];
    const isLive = event !== undefined && event.at > openedAt;
    // While the next picture is coming, what is here is newer than what is known of it.
    const afterMs = arrival && isLive && arrival.bytes.length === facts.bytes ? arrival.at - event.at : undefined;
    return { way, wire, text: arrival?.text, afterMs };
  });
  const longest = Math.max(facts.bytes, ...rows.map(({ wire }) => wire ?? 0));
  return (
    <Card title="What each way takes">
      <div className="scroll" tabIndex={0} role="region" aria-label="What each way takes">
        <table className={styles['overhead']}>
          <thead>
            <tr>
              <th scope="col">Way</th>
              <th scope="col">On the wire</th>
              <th scope="col">Beside the file</th>
              <th scope="col">Decoded in</th>
              <th scope="col">Here after</th>
              <th scope="col">Side by side</th>
            </tr>
          </thead>
          <tbody>
            <tr data-way="raw">
              <th scope="row">The file itself</th>
              <td>{inBytes(facts.bytes)}</td>
              <td>–</td>
              <td>–</td>
              <td>–</td>
              <td>
                <Bar part={facts.bytes / longest} />
              </td>
            </tr>
            {rows.map(({ way, wire, text, afterMs }) => (
              <tr key={way} data-way={way} data-wire={wire} data-text={text?.bytes}>
                <th scope="row">{labels[way]}</th>
                <td>{wire === undefined ? '–' : inBytes(wire)}</td>
                <td>{wire === undefined ? '–' : `+${inPercent(wire / facts.bytes - 1, 1)}`}</td>
                <td>{text ? inMs(text.decodeMs) : '–'}</td>
                <td>{afterMs === undefined ? '–' : `${Math.max(0, afterMs)} ms`}</td>
                <td>
                  <Bar part={(wire ?? 0) / longest} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="faint">
        On the wire: the event’s frame on the stream, over HTTP/1.1; for the link also the request and its answer, with
        their headers, measured at the server’s socket. Here after: from the publish until the page has the bytes, by
        this computer’s clock; draw another to see it. The three come one after the other, on one stream.
      </p>
    </Card>
  );
}

/** A link costs its event, and the GET once that has been made. */
function bytesOnWire(way: Way, event: number, { id }: Facts, fetched: Fetched | undefined): number | undefined {
  if (way !== 'link') return event;
  return fetched?.id === id ? event + fetched.request + fetched.answer : undefined;
}

/** Browsers round what they measure, some to whole milliseconds. */
function inMs(ms: number): string {
  return ms < 1 ? 'under 1 ms' : `${ms.toFixed(0)} ms`;
}

function Bar({ part }: { readonly part: number }) {
  return (
    <div className={styles['bar']} aria-hidden="true">
      <div style={{ inlineSize: `${part * 100}%` }} />
    </div>
  );
}
