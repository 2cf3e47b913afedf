import type { Distribution } from './report.ts';

/**
 * Counts durations from 1 µs to an hour with three significant digits: each power of two is cut into 1024 equal steps,
 * as in Gil Tene's HdrHistogram.
 *
 * Of our own, because every delivery is recorded: hdr-histogram-js 3 takes 85 ns for that where this takes 18 (values
 * at random, on the same machine), and perf_hooks' histogram 50; all of a delivery may cost 100.
 */
export class Histogram {
  readonly #counts: Uint32Array<ArrayBuffer>;
  #sum: number;
  #max: number;

  constructor({ counts, sum, max }: HistogramCounts = { counts: new Uint32Array(steps), sum: 0, max: 0 }) {
    this.#counts = counts;
    this.#sum = sum;
    this.#max = max;
  }

  /** Counts one duration; what lies outside the bounds counts as the bound. */
  record(micros: number): void {
    const bounded = micros < 0 ? 0 : micros > longestMicros ? longestMicros : micros;
    const step = stepOf(bounded);
    this.#counts[step] = (this.#counts[step] ?? 0) + 1;
    this.#sum += bounded;
    if (bounded > this.#max) this.#max = bounded;
  }

  add({ counts, sum, max }: HistogramCounts): void {
    for (const [step, count] of counts.entries()) {
      if (count !== 0) this.#counts[step] = (this.#counts[step] ?? 0) + count;
    }
    this.#sum += sum;
    if (max > this.#max) this.#max = max;
  }

  /** Takes out what was counted, so that counting begins again at nothing. */
  take(): HistogramCounts {
    const taken = { counts: this.#counts.slice(), sum: this.#sum, max: this.#max };
    this.#counts.fill(0);
    this.#sum = 0;
    this.#max = 0;
    return taken;
  }

  distribution(): Distribution {
    const count = this.#counts.reduce((sum, more) => sum + more, 0);
    const max = toMs(this.#max);
    if (count === 0) return { count, p50: 0, p90: 0, p99: 0, p999: 0, max: 0, mean: 0 };
    const [p50 = 0, p90 = 0, p99 = 0, p999 = 0] = this.#quantiles(count, [0.5, 0.9, 0.99, 0.999]);
    return { count, p50, p90, p99, p999, max, mean: toMs(this.#sum / count) };
  }

  /** In milliseconds; `shares` ascend. */
  #quantiles(count: number, shares: readonly number[]): number[] {
    const found: number[] = [];
    let below = 0;
    for (const [step, more] of this.#counts.entries()) {
      below += more;
      for (let share = shares[found.length]; share !== undefined; share = shares[found.length]) {
        if (below < Math.ceil(count * share)) break;
        found.push(toMs(Math.min(highestOf(step), this.#max)));
      }
    }
    return found;
  }
}

/** What a histogram has counted, in a shape that threads can hand to one another. */
export interface HistogramCounts {
  readonly counts: Uint32Array<ArrayBuffer>;
  readonly sum: number;
  readonly max: number;
}

const longestMicros = 3_600_000_000;
const steps = stepOf(longestMicros) + 1;

function stepOf(micros: number): number {
  const whole = micros >>> 0;
  // Below 2048 each microsecond is a step of its own; from there on a step is twice as wide with each power of two.
  const octave = 21 - Math.clz32(whole);
  const shift = octave < 0 ? 0 : octave;
  return shift * 1024 + (whole >>> shift);
}

/** The longest duration, in whole microseconds, that counts as this step. */
function highestOf(step: number): number {
  const shift = step < 2048 ? 0 : Math.floor(step / 1024) - 1;
  return (step - shift * 1024 + 1) * 2 ** shift - 1;
}

function toMs(micros: number): number {
  return Math.round(micros) / 1000;
}
