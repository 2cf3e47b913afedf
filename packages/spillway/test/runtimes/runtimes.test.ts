import { beforeAll, describe, expect, test } from 'vitest';
import { reasonToSkip, run, runtimes } from './runtime.ts';

interface Result {
  readonly area: string;
  readonly check: string;
  readonly error: string | null;
}

describe.each(runtimes.map((runtime) => [runtime.name, reasonToSkip(runtime), runtime] as const))(
  '%s%s',
  (_name, reason, runtime) => {
    const skip = reason !== '';
    const results: Result[] = [];
    let finished = 0;

    beforeAll(async () => {
      if (skip) return;
      for (const fixture of ['checks.ts', 'sqlite-log.ts']) {
        for await (const line of run(runtime, fixture).lines) {
          const result: Result | { finished: true } = JSON.parse(line);
          if ('finished' in result) finished++;
          else results.push(result);
        }
      }
    });

    test.skipIf(skip)('finishes all checks', () => {
      expect(finished).toBe(2);
    });

    const areas = ['the codec', 'the engine', 'the fetch adapter', 'the SQLite log'];
    test.skipIf(skip).each(areas)('passes every check of %s', (area) => {
      const checks = results.filter((result) => result.area === area);
      expect(checks.length).toBeGreaterThan(0);
      expect(checks.filter(({ error }) => error !== null)).toEqual([]);
    });
  },
);
