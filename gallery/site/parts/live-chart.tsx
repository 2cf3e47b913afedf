import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { onThemeChange } from '../shell/theme.ts';
import { isolated, withGaps } from './chart-series.ts';
import { scaleOf } from './chart-scale.ts';
import styles from './live-chart.module.css';

export interface LiveLine {
  readonly label: string;
  readonly values: readonly (number | null)[];
  /** A colour of the chart's lines, 1 to 4. */
  readonly color: 1 | 2 | 3 | 4;
}

/**
 * Lines that grow as events arrive. They are interrupted where samples are missing. The summary states the same in
 * words, for people who cannot see the chart.
 */
export function LiveChart({
  times,
  lines,
  interval,
  height = 180,
  unit,
  summary,
  max,
  least,
  span = 60,
  from = 'zero',
}: {
  /** Seconds since the Unix epoch, ascending. */
  readonly times: readonly number[];
  readonly lines: readonly LiveLine[];
  /** Seconds from one sample to the next. Samples more than 2.5 intervals apart interrupt the lines. */
  readonly interval: number;
  readonly height?: number;
  /** Writes a value. */
  readonly unit: (value: number) => string;
  readonly summary: string;
  /** The fixed top of the scale. By default, the values determine it. */
  readonly max?: number;
  /** The lowest top of a scale that the values determine. */
  readonly least?: number;
  /** The fewest seconds that the chart covers. */
  readonly span?: number;
  /** Whether the scale starts at 0, or, when the values lie close together, near the lowest value. */
  readonly from?: 'zero' | 'values';
}) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  const form = JSON.stringify([lines.map(({ label, color }) => [label, color]), height, max, least, span, from]);
  const newest = useRef({ times, lines, interval, unit });
  newest.current = { times, lines, interval, unit };

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const draw = () => {
      chart.current?.destroy();
      const { current } = newest;
      const options = optionsOf(element, { ...current, height, max, least, span, from });
      chart.current = new uPlot(options, dataOf(current), element);
    };
    draw();
    const sized = new ResizeObserver(() => chart.current?.setSize({ width: element.clientWidth, height }));
    sized.observe(element);
    // Its colours are drawn, not styled.
    const ignoreTheme = onThemeChange(draw);
    return () => {
      ignoreTheme();
      sized.disconnect();
      chart.current?.destroy();
      chart.current = undefined;
    };
  }, [form, height, max, least, span, from]);

  useEffect(() => {
    chart.current?.setData(dataOf({ times, lines, interval }));
  }, [times, lines, interval, form]);

  return (
    <figure className={styles['chart']}>
      <div ref={place} aria-hidden="true" style={{ minHeight: height }} />
      <figcaption className="sr-only">{summary}</figcaption>
    </figure>
  );
}

interface Form {
  readonly times: readonly number[];
  readonly lines: readonly LiveLine[];
  readonly interval: number;
  readonly unit: (value: number) => string;
  readonly height: number;
  readonly max: number | undefined;
  readonly least: number | undefined;
  readonly span: number;
  readonly from: 'zero' | 'values';
}

function dataOf({ times, lines, interval }: Pick<Form, 'times' | 'lines' | 'interval'>): uPlot.AlignedData {
  const series = withGaps({ times, values: lines.map(({ values }) => values) }, interval);
  return [[...series.times], ...series.values.map((values) => [...values])];
}

const font = '12px Inter Variable, sans-serif';
const timeAxisPx = 28;
const topPx = 10;
/** The distance between two labels of the vertical axis, with room for their height. */
const tickPx = 26;
/** Steps of the time axis in seconds. Labels show whole seconds, so a shorter step would repeat them. */
const timeSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

function optionsOf(element: HTMLElement, form: Omit<Form, 'times' | 'interval'>): uPlot.Options {
  const { lines, unit, height, max, least, span, from } = form;
  const mostTicks = Math.max(3, Math.floor((height - timeAxisPx - topPx) / tickPx) + 1);
  let scale = scaleOf(0, 0, { unit, mostTicks, max, least, from });
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
    font,
  };
  return {
    width: element.clientWidth,
    height,
    padding: [topPx, 30, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      // Without data uPlot gives no bounds; a range of 0 seconds would have it draw years of labels.
      x: { range: (_, first, last) => [Math.min(first ?? 0, (last ?? 0) - span), last ?? 0] },
      y: {
        range: (_, lowest, highest) => {
          scale = scaleOf(lowest ?? 0, highest ?? 0, { unit, mostTicks, max, least, from });
          return [scale.low, scale.high];
        },
      },
    },
    axes: [
      { ...axis, size: timeAxisPx, space: 72, incrs: timeSteps, values: (_, splits) => splits.map(clock) },
      {
        ...axis,
        size: (_, labels) => widthOf(labels ?? []),
        splits: () => [...scale.ticks],
        values: (_, splits) => splits.map((value) => unit(value)),
      },
    ],
    series: [
      {},
      ...lines.map(({ label, color: number }) => ({
        label,
        stroke: resolved(`--line-${number}`),
        ...(lines.length === 1 ? { fill: resolved(`--line-${number}`, 12) } : {}),
        width: 2,
        points: {
          show: true,
          size: 5,
          filter: ({ data }: uPlot, line: number) => isolated(Array.from(data[line] ?? [])),
        },
      })),
    ],
  };
}

/** Room for the longest label. A digit of the font is about 7 pixels wide. */
function widthOf(labels: readonly string[]): number {
  return 16 + 7 * Math.max(4, ...labels.map(({ length }) => length));
}

function clock(seconds: number): string {
  return new Date(seconds * 1000).toLocaleTimeString('en-GB', { timeStyle: 'medium' });
}
