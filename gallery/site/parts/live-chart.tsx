import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import styles from './live-chart.module.css';

export interface LiveLine {
  readonly label: string;
  readonly values: readonly (number | null)[];
  /** A colour of the chart's lines, 1 to 4. */
  readonly color: 1 | 2 | 3 | 4;
}

/** Lines that grow as events come. What it shows is said in words, too, for those who cannot see it. */
export function LiveChart({
  times,
  lines,
  height = 180,
  unit,
  summary,
  max,
  least,
  span,
  isTight = false,
}: {
  /** Seconds since the Unix epoch. */
  readonly times: readonly number[];
  readonly lines: readonly LiveLine[];
  readonly height?: number;
  /** How a value is written. */
  readonly unit: (value: number) => string;
  readonly summary: string;
  /** The top of the scale; by default what the values need. */
  readonly max?: number;
  /** How far the scale reaches at least, where it goes by the values. */
  readonly least?: number;
  /** How many seconds it shows at least. */
  readonly span?: number;
  /** Whether the scale begins where the values do, instead of at 0. */
  readonly isTight?: boolean;
}) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  const form = JSON.stringify([lines.map(({ label, color }) => [label, color]), height, max, least, span, isTight]);
  const newest = useRef({ times, lines, unit });
  newest.current = { times, lines, unit };

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const draw = () => {
      chart.current?.destroy();
      const { current } = newest;
      const options = optionsOf(element, { ...current, height, max, least, span, isTight });
      chart.current = new uPlot(options, dataOf(current), element);
    };
    draw();
    const sized = new ResizeObserver(() => chart.current?.setSize({ width: element.clientWidth, height }));
    sized.observe(element);
    // Its colours are drawn, not styled.
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', draw);
    return () => {
      scheme.removeEventListener('change', draw);
      sized.disconnect();
      chart.current?.destroy();
      chart.current = undefined;
    };
  }, [form, height, max, least, span, isTight]);

  useEffect(() => {
    chart.current?.setData(dataOf({ times, lines }));
  }, [times, lines, form]);

  return (
    <figure className={styles['chart']}>
      <div ref={place} aria-hidden="true" style={{ minHeight: height }} />
      <figcaption className="sr-only">{summary}</figcaption>
    </figure>
  );
}

function dataOf({ times, lines }: Pick<Form, 'times' | 'lines'>): uPlot.AlignedData {
  return [[...times], ...lines.map(({ values }) => [...values])];
}

interface Form {
  readonly times: readonly number[];
  readonly lines: readonly LiveLine[];
  readonly unit: (value: number) => string;
  readonly height: number;
  readonly max: number | undefined;
  readonly least: number | undefined;
  readonly span: number | undefined;
  readonly isTight: boolean;
}

function optionsOf(
  element: HTMLElement,
  { lines, unit, height, max, least = 1e-9, span = 0, isTight }: Omit<Form, 'times'>,
): uPlot.Options {
  // A variable that holds light-dark() is resolved only where it is used.
  const resolved = (name: string, percent = 100) => {
    element.style.color = `color-mix(in srgb, var(${name}) ${percent}%, transparent)`;
    const { color: found } = getComputedStyle(element);
    element.style.color = '';
    return found;
  };
  const axis = {
    stroke: resolved('--faint'),
    grid: { stroke: resolved('--line'), width: 1 },
    ticks: { show: false },
    font: '12px Inter Variable, sans-serif',
  };
  return {
    width: element.clientWidth,
    height,
    padding: [10, 30, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { range: (_, first, last) => [Math.min(first, last - span), last] },
      y: {
        range: (_, low, high) =>
          isTight
            ? [low - 0.1 * (high - low), high + 0.1 * (high - low) + 1e-9]
            : [Math.min(0, low), max ?? Math.max(high * 1.1, least)],
      },
    },
    axes: [
      { ...axis, size: 28, space: 72, values: (_, splits) => splits.map(clock) },
      { ...axis, size: 64, values: (_, splits) => splits.map((value) => unit(value)) },
    ],
    series: [
      {},
      ...lines.map(({ label, color: number }) => ({
        label,
        stroke: resolved(`--line-${number}`),
        ...(lines.length === 1 ? { fill: resolved(`--line-${number}`, 12) } : {}),
        width: 2,
        points: { show: false },
      })),
    ],
  };
}

function clock(seconds: number): string {
  return new Date(seconds * 1000).toLocaleTimeString('en-GB', { timeStyle: 'medium' });
}
