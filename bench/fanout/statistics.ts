/** A figure over the rounds. */
export interface Summary {
  /** The mean, or the worst where one bad round is one too many. */
  readonly value: number;
  readonly least: number;
  readonly most: number;
}

/**
 * Means, because they find themselves again: of three runs, the ratios of medians of five rounds lay up to 32 % apart, the
 * ratios of means of the same rounds up to 14 % (bench/NOTES.md). The least and the most show a round that went astray.
 */
export function summarize(values: readonly number[], choose: 'mean' | 'most' = 'mean'): Summary | undefined {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return undefined;
  const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
  const most = Math.max(...finite);
  return { value: choose === 'most' ? most : mean, least: Math.min(...finite), most };
}
