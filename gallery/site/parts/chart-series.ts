/** The columns of a chart: times, then one value for each time and line, or null where a line is interrupted. */
export interface ChartSeries {
  /** Seconds since the Unix epoch, ascending. */
  readonly times: readonly number[];
  readonly values: readonly (readonly (number | null)[])[];
}

/** Samples further apart than this many intervals have a gap between them. */
const gapIntervals = 2.5;

/** Interrupts all lines where consecutive samples are more than 2.5 intervals apart. `interval` is in seconds. */
export function withGaps({ times, values }: ChartSeries, interval: number): ChartSeries {
  const gapped = { times: [] as number[], values: values.map((): (number | null)[] => []) };
  for (const [index, time] of times.entries()) {
    const before = times[index - 1];
    if (before !== undefined && time - before > gapIntervals * interval) {
      gapped.times.push(before + interval);
      for (const line of gapped.values) line.push(null);
    }
    gapped.times.push(time);
    for (const [line, column] of gapped.values.entries()) column.push(values[line]?.[index] ?? null);
  }
  return gapped;
}

/** The indices of values with a gap on both sides: no line segment shows them, so they need a point. */
export function isolated(values: readonly (number | null | undefined)[]): number[] {
  const isGap = (index: number) => values[index] === null || values[index] === undefined;
  return Array.from(values.keys()).filter((index) => !isGap(index) && isGap(index - 1) && isGap(index + 1));
}
