import { useState } from 'react';
import { LiveChart } from '../../site/parts/live-chart.tsx';
import { inBytes } from '../../site/parts/units.ts';
import { duration } from '../duration.ts';
import styles from './feed-chart.module.css';
import type { History } from './history.ts';
import { pointEveryMs } from './use-measurement.ts';
import { type Way, wayNames, ways } from './ways.ts';

/** The line of each way, in the chart and beside its name. */
const wayColors: Readonly<Record<Way, 1 | 2 | 3 | 4>> = {
  events: 1,
  polling: 2,
  'web-socket': 3,
  'long-polling': 4,
};

const subjects = {
  staleness: { name: 'Staleness', unit: duration },
  bytes: { name: 'Bytes', unit: inBytes },
} as const;

/** Staleness or bytes of all ways over the last minutes. */
export function FeedChart({ history }: { readonly history: History }) {
  const [subject, choose] = useState<keyof typeof subjects>('staleness');
  const { name, unit } = subjects[subject];
  const latest = ways.map((way) => {
    const value = history[subject][way].at(-1);
    return `${wayNames[way]} ${typeof value === 'number' ? unit(value) : 'nothing new'}`;
  });
  return (
    <div className={styles['chart']}>
      <div className="row" role="group" aria-label="What the chart shows">
        {(['staleness', 'bytes'] as const).map((each) => (
          <button key={each} type="button" aria-pressed={each === subject} onClick={() => choose(each)}>
            {subjects[each].name}
          </button>
        ))}
        <ul className={styles['legend']}>
          {ways.map((way) => (
            <li key={way} data-line={wayColors[way]} className={styles['line']}>
              {wayNames[way]}
            </li>
          ))}
        </ul>
      </div>
      <LiveChart
        key={subject}
        times={history.times}
        lines={ways.map((way) => ({ label: wayNames[way], values: history[subject][way], color: wayColors[way] }))}
        interval={pointEveryMs / 1000}
        height={200}
        unit={unit}
        summary={`${name}, as of now: ${latest.join(', ')}.`}
      />
    </div>
  );
}
