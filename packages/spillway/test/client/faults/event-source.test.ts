import { expect, test } from 'vitest';
import { eventSourceCases } from './event-source-cases.ts';
import { forEachClient } from './every-client.ts';

forEachClient((client) => {
  let problems: ReadonlyMap<string, readonly string[]> = new Map();

  // All cases in one go, many at a time; then each has its verdict.
  test('an EventSource goes through every fault', { timeout: 240_000 }, async () => {
    const trials = await client.server.prepare(eventSourceCases, { subscriber: 'EventSource' });
    await client.goThrough(trials);
    problems = await trials.problems;
    expect(problems.size).toBe(eventSourceCases.length);
  });

  test.each(eventSourceCases)('events are seen once and in order, or it has failed: $name', ({ name }) => {
    expect(problems.get(name)?.join('\n')).toBe('');
  });
});
