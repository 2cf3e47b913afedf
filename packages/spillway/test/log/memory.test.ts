import { describe, expect, test } from 'vitest';
import { createMemoryLog } from 'spillway/log/memory';
import { testEventLog } from 'spillway/testing';

testEventLog(
  'memory',
  async (settings) => {
    const log = createMemoryLog(settings);
    return { log, dispose: () => log.close() };
  },
  { describe, test },
);

describe('the memory log', () => {
  test('is readable and has called those who tail when append returns its promise', async () => {
    const log = createMemoryLog();
    const tailed: string[] = [];
    log.tail((events) => tailed.push(...events.map(({ data }) => data)));
    const appended = log.append([{ topics: ['t'], data: 'at once' }]);
    expect(tailed).toEqual(['at once']);
    await appended;
  });

  test('takes the epoch that it is given, and else makes up one of its own', () => {
    expect(createMemoryLog({ epoch: 'abc123' }).epoch).toBe('abc123');
    expect(createMemoryLog().epoch).not.toBe(createMemoryLog().epoch);
  });

  test.each(['', 'ABC', 'a-b', 'x'.repeat(33)])('refuses %j as an epoch', (epoch) => {
    expect(() => createMemoryLog({ epoch })).toThrow(expect.objectContaining({ code: 'invalid-option' }));
  });

  test.each([{ events: 0 }, { bytes: -1 }, { seconds: Number.NaN }])('refuses %j as a retention', (retention) => {
    expect(() => createMemoryLog({ retention })).toThrow(expect.objectContaining({ code: 'invalid-option' }));
  });

  test('keeps 100,000 events by default', async () => {
    const log = createMemoryLog();
    await log.append(Array.from({ length: 150_000 }, () => ({ topics: ['t'], data: '' })));
    expect(await log.bounds()).toEqual({ first: 50_001, last: 150_000 });
  });

  test('keeps 64 MiB by default', async () => {
    const log = createMemoryLog();
    const mebibyte = { topics: ['t'], data: 'x'.repeat(1024 * 1024 - 1) };
    await log.append(Array.from({ length: 100 }, () => mebibyte));
    expect(await log.bounds()).toEqual({ first: 37, last: 100 });
  });

  test('gives each event that it keeps at once, also one whose ttl is over', async () => {
    let time = 0;
    const log = createMemoryLog({ now: () => time });
    const events = [
      { topics: ['t'], data: 'one' },
      { topics: ['t', 'u'], data: '🌊', key: 'k', ttl: 1 },
    ];
    await log.append(events);
    time = 5000;
    await log.trim(2);
    expect(log.first).toBe(2);
    expect(log.get(2)).toEqual({ ...events[1], offset: 2, time: 0 });
  });
});
