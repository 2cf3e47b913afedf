import { Card } from '../../site/parts/card.tsx';
import { LiveChart } from '../../site/parts/live-chart.tsx';
import type { Sample } from './events.ts';
import { seriesOf } from './history.ts';
import styles from './dashboard.module.css';

interface Line {
  readonly label: string;
  readonly pick: (sample: Sample) => number;
}

/** One or two lines of the last ten minutes; their scale reaches to `max`, or as far as they need and at least to `least`. */
export function Chart({
  title,
  samples,
  lines,
  unit,
  height = 150,
  least,
  max,
}: {
  readonly title: string;
  readonly samples: readonly Sample[];
  readonly lines: readonly Line[];
  readonly unit: (value: number) => string;
  readonly height?: number;
  readonly least?: number;
  readonly max?: number;
}) {
  const { times, values } = seriesOf(samples, ...lines.map(({ pick }) => pick));
  const newest = samples.at(-1);
  const drawn = lines.map(({ label, pick }, index) => ({
    label,
    color: index === 0 ? (1 as const) : (2 as const),
    values: values[index] ?? [],
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
        times={times}
        lines={drawn}
        unit={unit}
        height={height}
        span={60}
        {...(least === undefined ? {} : { least })}
        {...(max === undefined ? {} : { max })}
        summary={`${title}, the last ten minutes. Now: ${drawn.map(({ label, now }) => `${now} ${label}`).join(', ')}.`}
      />
    </Card>
  );
}
