/** The vertical scale of a chart: its ends, and the values at which its labels stand. */
export interface ChartScale {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
}

export interface ScaleOptions {
  /** Writes a value. No two ticks of a scale are written alike. */
  readonly unit: (value: number) => string;
  /** The largest number of ticks that fit without an overlap; at least 3. */
  readonly mostTicks: number;
  /** The fixed top of the scale. By default, the values determine it. */
  readonly max?: number | undefined;
  /** The lowest top of a scale that the values determine. */
  readonly least?: number | undefined;
  /** Whether the scale starts at 0, or, when the values lie close together, near the lowest value. */
  readonly from: 'zero' | 'values';
}

/** Share of the values' range that stays free above and below them, when the scale does not start at 0. */
const padding = 0.1;
const multiples = [1, 2, 5] as const;

/**
 * Chooses the scale for values between `lowest` and `highest`. Steps are 1, 2 or 5 times a power of ten. The step grows
 * until the ticks fit and every label differs from the others, so a unit with few decimals widens the scale.
 */
export function scaleOf(lowest: number, highest: number, options: ScaleOptions): ChartScale {
  const { unit, mostTicks, max, least = 0, from } = options;
  const isFarFromZero = from === 'values' && lowest > 0 && highest - lowest < highest / 2;
  const margin = padding * (highest - lowest);
  const bottom = isFarFromZero ? lowest - margin : Math.min(0, lowest);
  const top = max ?? (isFarFromZero ? highest + margin : Math.max(highest, least, bottom));
  const largest = Math.max(Math.abs(bottom), Math.abs(top)) || 1;
  // Below this, a double no longer tells two ticks apart.
  let step = stepFrom(Math.max((top - bottom) / Math.max(1, mostTicks - 1), largest * 1e-12));
  for (;;) {
    const first = Math.floor(withoutNoise(bottom / step));
    const last = Math.max(first + 1, (max === undefined ? Math.ceil : Math.floor)(withoutNoise(top / step)));
    const ticks = Array.from({ length: last - first + 1 }, (_, index) => withoutNoise((first + index) * step));
    const areDistinct = new Set(ticks.map(unit)).size === ticks.length;
    // A unit that writes all values alike has no better step.
    const isHopeless = step > 1e9 * largest;
    if (ticks.length <= Math.max(3, mostTicks) && (areDistinct || isHopeless)) return scale(ticks);
    step = stepFrom(step * 1.01);
  }

  function scale(ticks: readonly number[]): ChartScale {
    const [lowestTick = 0] = ticks;
    const highestTick = ticks.at(-1) ?? 1;
    return max === undefined || max <= lowestTick
      ? { low: lowestTick, high: highestTick, ticks }
      : { low: lowestTick, high: max, ticks: ticks.filter((tick) => tick <= max) };
  }
}

/** The smallest step that is at least `size`. */
function stepFrom(size: number): number {
  const power = Math.floor(Math.log10(size));
  for (const exponent of [power, power + 1]) {
    for (const multiple of multiples) {
      const step = Number(`${multiple}e${exponent}`);
      if (step >= size) return step;
    }
  }
  throw new RangeError(`no step for ${size}`);
}

/** 3 × 0.1 is 0.3, not 0.30000000000000004. */
function withoutNoise(value: number): number {
  return Number(value.toPrecision(12));
}
