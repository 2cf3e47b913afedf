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
    let finished = false;

    beforeAll(async () => {
      if (skip) return;
      for await (const line of run(runtime, 'checks.ts').lines) {
        const result: Result | { finished: true } = JSON.parse(line);
        if ('finished' in result) finished = true;
        else results.push(result);
      }
    });

    test.skipIf(skip)('finishes all checks', () => {
      expect(finished).toBe(true);
    });

    test.skipIf(skip).each(['the codec', 'the engine', 'the fetch adapter'])('passes every check of %s', (area) => {
      const checks = results.filter((result) => result.area === area);
      expect(checks.length).toBeGreaterThan(0);
      expect(checks.filter(({ error }) => error !== null)).toEqual([]);
    });
  },
);
