/** `whole` is written out in full; the others with three digits that count. */
export type Unit = 'whole' | 'count' | 'milliseconds' | 'microseconds' | 'seconds' | 'bytes' | 'share' | 'times';

/** A figure with its unit, such as `85.4 k`, `1.25 s` or `3.4 MB`; a dash where there is none. */
export function formatQuantity(value: number | null | undefined, unit: Unit): string {
  // All that it needs is in here, because pages carry its text to format what their charts show.
  const steps: Record<Unit, [number, string][]> = {
    whole: [],
    count: [
      [1e9, ' G'],
      [1e6, ' M'],
      [1e4, ' k'],
      [1, ''],
    ],
    microseconds: [
      [1e6, ' s'],
      [1e3, ' ms'],
      [1, ' µs'],
    ],
    milliseconds: [
      [1e3, ' s'],
      [1, ' ms'],
      [1e-3, ' µs'],
    ],
    seconds: [
      [1, ' s'],
      [1e-3, ' ms'],
    ],
    bytes: [
      [1e9, ' GB'],
      [1e6, ' MB'],
      [1e3, ' kB'],
      [1, ' B'],
    ],
    share: [[0.01, ' %']],
    times: [[1, 'x']],
  };
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  if (unit === 'whole') return value.toLocaleString('en', { maximumFractionDigits: 0 });
  const sizes = steps[unit];
  const fitting = sizes.find(([size]) => Math.abs(value) >= size) ?? sizes.at(-1);
  const [size, suffix] = value === 0 ? (sizes.find(([one]) => one === 1) ?? [1, '']) : (fitting ?? [1, '']);
  const scaled = size >= 1e4 ? value / (size === 1e4 ? 1e3 : size) : value / size;
  const digits = Math.abs(scaled) >= 1000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 };
  return scaled.toLocaleString('en', digits) + suffix;
}
