/** Such as `840 B`, `12.3 kB` or `1.25 MB`. */
export function bytes(value: number): string {
  if (value < 1000) return `${Math.round(value)} B`;
  if (value < 1e6) return `${(value / 1e3).toFixed(1)} kB`;
  return `${(value / 1e6).toFixed(2)} MB`;
}

/** Such as `3 ms` or `4.96 s`; a dash for what is not known. */
export function duration(ms: number | undefined): string {
  if (ms === undefined) return '–';
  if (ms < 10 && !Number.isInteger(ms)) return `${ms.toFixed(1)} ms`;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;
}
