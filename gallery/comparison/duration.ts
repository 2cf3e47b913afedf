/** Such as `3 ms` or `4.96 s`; a dash for what is not known. */
export function duration(ms: number | undefined): string {
  if (ms === undefined) return '–';
  if (ms < 10 && !Number.isInteger(ms)) return `${ms.toFixed(1)} ms`;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;
}
