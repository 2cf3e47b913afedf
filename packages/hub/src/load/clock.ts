/** Tells the microseconds since a test began; all threads of a process read the same time. */
export type Clock = () => number;

/** `originNs` is what `process.hrtime.bigint()` said when the test began: the one clock that threads have in common. */
export function createClock(originNs: bigint): Clock {
  // performance.now() runs on the same clock from a zero of its own, and reading it allocates no bigint.
  const offset = Number(process.hrtime.bigint() - originNs) / 1000 - performance.now() * 1000;
  return () => performance.now() * 1000 + offset;
}
