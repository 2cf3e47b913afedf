import uPlot from 'uplot';
import type { Figure, Line } from './figures.ts';
import type { Sample } from '../sample.ts';

/** One figure on the page: its title, its newest values in words, and its lines. */
export interface Chart {
  readonly element: HTMLElement;
  /** Shows these samples, the oldest first. */
  draw(samples: readonly Sample[]): void;
}

export const shownSeconds = 300;
/** A chart that has just begun is drawn wider than it would be after five minutes. */
const leastShownSeconds = 60;

/** Where samples lie further apart, nobody was there to take them, and the lines break off. */
const breakSeconds = 5;
const heightPx = 200;

/** Makes the chart of one figure. All charts of a page share a cursor, so that one moment can be compared. */
export function createChart(figure: Figure): Chart {
  const { element, plot, whole, values } = layOut(figure);
  let samples: readonly Sample[] = [];
  const options = optionsOf(figure, { timesShown: () => timesOf(samples), onCursor: showValues });
  const chart = new uPlot(options, [[], ...figure.lines.map(() => [])], plot);

  new ResizeObserver(() => chart.setSize({ width: plot.clientWidth, height: heightPx })).observe(plot);
  // Canvas knows nothing of CSS: the lines are drawn again in the colours of the new scheme.
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => chart.redraw());

  /** The values under the cursor, or else the newest. */
  function showValues(): void {
    const { idx } = chart.cursor;
    const newest = samples.at(-1);
    for (const [index, { of }] of figure.lines.entries()) {
      const under = typeof idx === 'number' ? chart.data[index + 1]?.[idx] : undefined;
      const value = under ?? (newest && of(newest));
      const output = values[index];
      if (output) output.textContent = typeof value === 'number' ? figure.format(value) : '–';
    }
  }

  return {
    element,
    draw(all) {
      samples = all;
      const newest = samples.at(-1);
      const isTold = newest && figure.lines.some(({ of }) => of(newest) !== null);
      whole.textContent = isTold ? figure.whole(newest) : 'this system does not tell';
      chart.setData(columnsOf(samples, figure.lines));
      showValues();
    },
  };
}

interface Parts {
  readonly element: HTMLElement;
  readonly plot: HTMLElement;
  readonly whole: HTMLElement;
  readonly values: readonly HTMLElement[];
}

function layOut({ title, lines }: Figure): Parts {
  const plot = make('div', { className: 'plot', role: 'img', ariaLabel: `${title} over the last five minutes` });
  const whole = make('span', { className: 'whole' });
  const heading = make('h2', { id: `${title.toLowerCase()}-title` }, title);
  const values = lines.map(() => make('dd', {}, '–'));
  const list = make('dl', { className: 'lines' });
  for (const [index, { name }] of lines.entries()) {
    const entry = make('div', { className: `line-${index + 1}` });
    entry.append(make('dt', {}, name), values[index] ?? '');
    list.append(entry);
  }
  const head = make('div', { className: 'head' });
  head.append(heading, whole);
  const element = make('section', { className: 'card' });
  element.setAttribute('aria-labelledby', heading.id);
  element.append(head, list, plot);
  return { element, plot, whole, values };
}

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<Pick<HTMLElement, 'className' | 'id' | 'role' | 'ariaLabel'>>,
  text = '',
): HTMLElementTagNameMap[Name] {
  return Object.assign(document.createElement(name), properties, { textContent: text });
}

interface Behaviour {
  /** The time axis from its beginning to its end, in seconds since the Unix epoch. */
  readonly timesShown: () => [number, number];
  readonly onCursor: () => void;
}

function optionsOf({ lines, format, least, most }: Figure, { timesShown, onCursor }: Behaviour): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: colour('--faint'),
    font: '12px system-ui, sans-serif',
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
  };
  return {
    // The observer gives the width as soon as the chart is on the page.
    width: 300,
    height: heightPx,
    padding: [8, 16, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, sync: { key: 'host' }, points: { show: false } },
    hooks: { setCursor: [onCursor] },
    scales: {
      x: { range: timesShown },
      y: { range: (_, __, highest) => [0, Math.min(most, Math.max(least, (highest ?? 0) * 1.1))] },
    },
    axes: [
      { ...axis, size: 24, splits: agesOf, values: nameAges },
      { ...axis, size: widthOf, space: 36, values: (_, values) => values.map(format) },
    ],
    series: [
      {},
      ...lines.map(({ name }, index) => ({
        label: name,
        stroke: colour(`--line-${index + 1}`),
        width: 2,
        // Told apart by more than colour.
        ...(index === 0 && { fill: colour('--line-1-fill') }),
        ...(index > 0 && { dash: index === 1 ? [7, 3] : [2, 3] }),
        points: { show: false },
      })),
    ],
  };
}

/**
 * The time axis follows the samples. The chart library's own idea of it is of no use for the first one: it makes a
 * single point the beginning of 1,000 days, and the page hung for minutes while it labelled every minute of them.
 */
function timesOf(samples: readonly Sample[]): [number, number] {
  const newest = (samples.at(-1)?.time ?? 0) / 1000;
  const oldest = (samples[0]?.time ?? 0) / 1000;
  return [newest - Math.min(shownSeconds, Math.max(leastShownSeconds, newest - oldest)), newest];
}

/** Where the time axis has its marks: at round ages of a sample, so that they stand still while the lines pass. */
function agesOf(_: uPlot, __: number, oldest: number, newest: number): number[] {
  const span = newest - oldest;
  const step = span > 200 ? 60 : span > 100 ? 30 : 15;
  const count = Math.floor(span / step) + 1;
  return Array.from({ length: count }, (___, index) => newest - (count - 1 - index) * step);
}

/** The mark at the chart's left edge stays without a name, which would run into those of the other axis. */
function nameAges({ scales }: uPlot, times: readonly number[]): string[] {
  const newest = times.at(-1) ?? 0;
  const oldest = scales['x']?.min ?? -Infinity;
  return times.map((time) => ((time - oldest) / (newest - oldest) < 0.04 ? '' : formatAge(newest - time)));
}

function formatAge(age: number): string {
  const seconds = Math.round(age);
  return seconds === 0 ? 'now' : `−${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** As wide as the longest of an axis's labels. */
function widthOf(_: uPlot, labels: readonly string[] | null): number {
  return 14 + 7 * Math.max(3, ...(labels ?? []).map(({ length }) => length));
}

/** A colour of the page's style sheet, looked up whenever something is drawn. */
function colour(name: string): () => string {
  return () => getComputedStyle(document.documentElement).getPropertyValue(name);
}

/** Columns as the chart takes them: the times in seconds, then each line's values. */
function columnsOf(samples: readonly Sample[], lines: readonly Line[]): uPlot.AlignedData {
  const times: number[] = [];
  const columns: (number | null)[][] = lines.map(() => []);
  let before = -Infinity;
  for (const sample of samples) {
    const time = sample.time / 1000;
    // A clock that was set back: the chart takes times that grow alone.
    if (time <= before) continue;
    if (time - before > breakSeconds && before > 0) {
      times.push(before + 1);
      for (const column of columns) column.push(null);
    }
    times.push(time);
    for (const [index, { of }] of lines.entries()) columns[index]?.push(of(sample));
    before = time;
  }
  return [times, ...columns];
}
