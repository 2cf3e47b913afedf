import { Card } from '../../site/parts/card.tsx';
import { LiveChart } from '../../site/parts/live-chart.tsx';
import type { Sample } from './events.ts';
import styles from './dashboard.module.css';

interface Line {
  readonly label: string;
  readonly pick: (sample: Sample) => number;
}

/** One sample is taken per second. */
const sampleSeconds = 1;

/** One or two lines of the last ten minutes. `max`, `least` and `from` determine the scale, as in `LiveChart`. */
export function Chart({
  title,
  samples,
  lines,
  unit,
  height = 150,
  least,
  max,
  from = 'zero',
}: {
  readonly title: string;
  readonly samples: readonly Sample[];
  readonly lines: readonly Line[];
  readonly unit: (value: number) => string;
  readonly height?: number;
  readonly least?: number;
  readonly max?: number;
  readonly from?: 'zero' | 'values';
}) {
  const newest = samples.at(-1);
  const drawn = lines.map(({ label, pick }, index) => ({
    label,
    color: index === 0 ? (1 as const) : (2 as const),
    values: samples.map(pick),
    now: newest === undefined ? '' : unit(pick(newest)),
  }));
  return (
    <Card
      title={title}
      aside={
        <ul className={styles['legend']}>
          {drawn.map(({ label, color }) => (
            <li key={label} data-color={color}>
              {label}
            </li>
          ))}
        </ul>
      }
    >
      <LiveChart
        times={samples.map(({ time }) => time / 1000)}
        lines={drawn}
        interval={sampleSeconds}
        unit={unit}
        height={height}
        from={from}
        {...(least === undefined ? {} : { least })}
        {...(max === undefined ? {} : { max })}
        summary={`${title}, the last ten minutes. Now: ${drawn.map(({ label, now }) => `${now} ${label}`).join(', ')}.`}
      />
    </Card>
  );
}
