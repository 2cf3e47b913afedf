import type { ReactNode } from 'react';
import { clientSizes } from 'virtual:client-sizes';
import { inBytes } from '../../site/parts/units.ts';
import { duration } from '../duration.ts';
import type { ServerState } from '../server-state.ts';
import styles from './feed-table.module.css';
import type { IncidentKind, Summary } from './record.ts';
import { type Way, wayNames, ways } from './ways.ts';

type Counts = ServerState['wire'][string];

/** One row: what it says, and its value for a way. */
interface Row {
  readonly name: string;
  /** Names the row's cells for whoever looks for them, together with the way. */
  readonly key: string;
  readonly cell: (measured: Measured) => ReactNode;
}

interface Measured {
  readonly way: Way;
  readonly summary: Summary;
  readonly counts: Counts;
}

const parts: readonly { readonly title: string; readonly rows: readonly Row[] }[] = [
  {
    title: 'What arrived',
    rows: [
      { name: 'Orders', key: 'received', cell: ({ summary }) => summary.received },
      { name: 'Newest order', key: 'newest', cell: ({ summary }) => summary.newest || '–' },
      { name: 'Missed', key: 'missed', cell: ({ summary }) => <Faults count={summary.missed} /> },
      { name: 'Doubled', key: 'doubled', cell: ({ summary }) => <Faults count={summary.doubled} /> },
      { name: 'Staleness, p50', key: 'p50', cell: ({ summary }) => duration(summary.p50) },
      { name: 'Staleness, p99', key: 'p99', cell: ({ summary }) => duration(summary.p99) },
    ],
  },
  {
    title: 'What it cost',
    rows: [
      { name: 'Requests', key: 'requests', cell: ({ counts }) => counts.requests },
      { name: 'Empty answers', key: 'empty', cell: ({ counts }) => counts.empty },
      { name: 'Bytes up', key: 'up', cell: ({ counts }) => inBytes(counts.up) },
      { name: 'Bytes down', key: 'down', cell: ({ counts }) => inBytes(counts.down) },
      { name: 'Bytes per order', key: 'per-event', cell: perEvent },
      { name: 'Code of the client', key: 'code', cell: ({ way }) => inBytes(clientSizes[way]) },
    ],
  },
  { title: 'After the connections were cut', rows: aftermath('cut') },
  { title: 'After the server restarted', rows: aftermath('restart') },
];

function perEvent({ summary, counts }: Measured): string {
  return summary.received === 0 ? '–' : inBytes((counts.up + counts.down) / summary.received);
}

function aftermath(kind: IncidentKind): readonly Row[] {
  const of = ({ summary }: Measured) => summary.after[kind];
  return [
    { name: 'Live again after', key: `${kind}-live`, cell: (measured) => duration(of(measured)?.liveAgainMs) },
    { name: 'Missed', key: `${kind}-missed`, cell: (measured) => <Faults count={of(measured)?.missed} /> },
    { name: 'Doubled', key: `${kind}-doubled`, cell: (measured) => <Faults count={of(measured)?.doubled} /> },
  ];
}

function Faults({ count }: { readonly count: number | undefined }) {
  if (count === undefined) return '–';
  return <span className={count > 0 ? styles['faults'] : undefined}>{count}</span>;
}

/** All that was measured, by way. */
export function FeedTable({
  summaries,
  wire,
}: {
  readonly summaries: Readonly<Record<Way, Summary>>;
  readonly wire: ServerState['wire'];
}) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="What was measured">
      <table className={styles['table']}>
        <thead>
          <tr>
            <td />
            {ways.map((way) => (
              <th key={way} scope="col">
                {wayNames[way]}
              </th>
            ))}
          </tr>
        </thead>
        {parts.map(({ title, rows }) => (
          <tbody key={title}>
            <tr>
              <th scope="rowgroup" colSpan={ways.length + 1} className={styles['part']}>
                {title}
              </th>
            </tr>
            {rows.map(({ name, key, cell }) => (
              <tr key={key}>
                <th scope="row">{name}</th>
                {ways.map((way) => (
                  <td key={way} data-cell={`${way} ${key}`}>
                    {cell({ way, summary: summaries[way], counts: wire[way] ?? nothing })}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

const nothing: Counts = { requests: 0, empty: 0, up: 0, down: 0 };
