/** Numbers drawn by chance, but for each seed and place the same ones: whoever goes on at a place draws as if never interrupted. */
export interface Chance {
  /** Above 0 and below 1, all equally likely. */
  uniform(this: void, place: number): number;
  /** Of the standard normal distribution. */
  normal(this: void, place: number): number;
}

export function createChance(seed: number): Chance {
  const start = mix(seed);
  /** Odd, so that no two of 2 ** 32 places meet. */
  const stride = 0x9e3779b1;
  const uniform = (place: number) => (mix(start ^ mix(Math.imul(place, stride))) + 0.5) / 2 ** 32;
  return {
    uniform,
    // Box and Muller, 1958.
    normal: (place) => Math.sqrt(-2 * Math.log(uniform(2 * place))) * Math.cos(2 * Math.PI * uniform(2 * place + 1)),
  };
}

/** Makes of each number another, in which every bit depends on every bit: the end of Appleby's MurmurHash3. */
function mix(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
