const prefixes = ['', 'k', 'M', 'G', 'T'] as const;

/** Such as `812 kB`: powers of 1,000, three digits. */
export function inBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(prefixes.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${value.toFixed(power === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2)} ${prefixes[power]}B`;
}

/** Such as `14 %`. */
export function inPercent(part: number, digits = 0): string {
  return `${(part * 100).toFixed(digits)} %`;
}

/** Such as `8 s` or `2 min 5 s`. */
export function inTime(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
