import type { Sample } from '../sample.ts';

/** One line chart: what it shows of each sample, and in which unit. */
export interface Figure {
  readonly title: string;
  /** What there is altogether, said beside the title. */
  readonly whole: (sample: Sample) => string;
  readonly lines: readonly Line[];
  readonly format: (value: number) => string;
  /** The chart reaches at least this high, so that idling does not look like a storm. */
  readonly least: number;
  /** And at most this high. */
  readonly most: number;
}

export interface Line {
  readonly name: string;
  /** Null where the machine does not tell. */
  readonly of: (sample: Sample) => number | null;
}

const prefixes = ['', 'k', 'M', 'G', 'T', 'P'];

const formatBytes = (bytes: number): string => {
  const power = Math.min(prefixes.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)));
  const value = bytes / 1000 ** power;
  return `${value.toFixed(power === 0 || value >= 100 ? 0 : 1)} ${prefixes[power]}B`;
};
const formatRate = (bytes: number): string => `${formatBytes(bytes)}/s`;
const formatPercent = (percent: number): string => `${percent.toFixed(0)} %`;
const formatLoad = (load: number): string => load.toFixed(2);
const nothing = (): string => '';

export const figures: readonly Figure[] = [
  {
    title: 'Processor',
    whole: ({ machine }) => `${machine.processors} ${machine.processors === 1 ? 'processor' : 'processors'}`,
    lines: [
      { name: 'busy', of: ({ processor }) => processor.busy },
      { name: 'system', of: ({ processor }) => processor.system },
    ],
    format: formatPercent,
    least: 100,
    most: 100,
  },
  {
    title: 'Memory',
    whole: ({ memory }) => `of ${formatBytes(memory.total)}`,
    lines: [
      { name: 'used', of: ({ memory }) => memory.used },
      { name: 'cached', of: ({ memory }) => memory.cached },
      { name: 'swapped', of: ({ memory }) => memory.swapped },
    ],
    format: formatBytes,
    least: 1e8,
    most: Infinity,
  },
  {
    title: 'Load',
    whole: nothing,
    lines: [
      { name: '1 min', of: ({ load }) => load && load[0] },
      { name: '5 min', of: ({ load }) => load && load[1] },
      { name: '15 min', of: ({ load }) => load && load[2] },
    ],
    format: formatLoad,
    least: 1,
    most: Infinity,
  },
  {
    title: 'Network',
    whole: nothing,
    lines: [
      { name: 'received', of: ({ network }) => network.received },
      { name: 'sent', of: ({ network }) => network.sent },
      { name: 'loopback', of: ({ network }) => network.loopback },
    ],
    format: formatRate,
    least: 1000,
    most: Infinity,
  },
  {
    title: 'Disk',
    whole: nothing,
    lines: [
      { name: 'written', of: ({ disk }) => disk && disk.written },
      { name: 'read', of: ({ disk }) => disk && disk.read },
    ],
    format: formatRate,
    least: 1000,
    most: Infinity,
  },
];
