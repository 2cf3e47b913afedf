import { expect, test } from 'vitest';
import { forEachClient } from './every-client.ts';
import { faultCases } from './fault-cases.ts';

forEachClient((client) => {
  let problems: ReadonlyMap<string, readonly string[]> = new Map();

  // All cases in one go, many at a time; then each has its verdict.
  test('subscriptions go through every fault', { timeout: 240_000 }, async () => {
    const trials = await client.server.prepare(faultCases);
    await client.goThrough(trials);
    problems = await trials.problems;
    expect(problems.size).toBe(faultCases.length);
  });

  test.each(faultCases)('events are seen once and in order, or it is said why not: $name', ({ name }) => {
    expect(problems.get(name)?.join('\n')).toBe('');
  });
});
