/** A figure over the rounds. */
export interface Summary {
  /** The median, or the worst where one bad round is one too many. */
  readonly value: number;
  readonly least: number;
  readonly most: number;
}

export function summarize(values: readonly number[], choose: 'median' | 'most' = 'median'): Summary | undefined {
  const sorted = values.filter(Number.isFinite).toSorted((a, b) => a - b);
  const [least] = sorted;
  const most = sorted.at(-1);
  if (least === undefined || most === undefined) return undefined;
  return { value: choose === 'most' ? most : median(sorted), least, most };
}

function median(sorted: readonly number[]): number {
  const middle = (sorted.length - 1) / 2;
  const [below = Number.NaN, above = Number.NaN] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return (below + above) / 2;
}
