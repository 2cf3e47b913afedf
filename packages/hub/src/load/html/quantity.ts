/** `whole` is written out in full; the others with three digits that count. */
export type Unit = 'whole' | 'count' | 'milliseconds' | 'microseconds' | 'seconds' | 'bytes' | 'share' | 'times';

/** A figure with its unit, such as `85.4 k`, `1.25 s` or `3.4 MB`; a dash where there is none. */
export function formatQuantity(value: number | null | undefined, unit: Unit): string {
  // All that it needs is in here, because pages carry its text to format what their charts show.
  // From which amount on, divided by what, with what behind it.
  const steps: Record<Unit, readonly (readonly [least: number, size: number, suffix: string])[]> = {
    whole: [[0, 1, '']],
    count: [
      [1e9, 1e9, ' G'],
      [1e6, 1e6, ' M'],
      [1e4, 1e3, ' k'],
      [0, 1, ''],
    ],
    microseconds: [
      [1e6, 1e6, ' s'],
      [1e3, 1e3, ' ms'],
      [0, 1, ' µs'],
    ],
    milliseconds: [
      [1e3, 1e3, ' s'],
      [1, 1, ' ms'],
      [Number.MIN_VALUE, 1e-3, ' µs'],
      [0, 1, ' ms'],
    ],
    seconds: [
      [1, 1, ' s'],
      [Number.MIN_VALUE, 1e-3, ' ms'],
      [0, 1, ' s'],
    ],
    bytes: [
      [1e9, 1e9, ' GB'],
      [1e6, 1e6, ' MB'],
      [1e3, 1e3, ' kB'],
      [0, 1, ' B'],
    ],
    share: [[0, 0.01, ' %']],
    times: [[0, 1, 'x']],
  };
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const [, size, suffix] = steps[unit].find(([least]) => Math.abs(value) >= least) ?? [0, 1, ''];
  const amount = value / size;
  const isLong = unit === 'whole' || Math.abs(amount) >= 1000;
  return amount.toLocaleString('en', isLong ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 }) + suffix;
}
