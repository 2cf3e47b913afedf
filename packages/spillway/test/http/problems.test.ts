import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { SpillwayError } from '../../src/error.ts';
import { problemOf } from '../../src/http/problem.ts';
import type { EventLog } from '../../src/log/event-log.ts';
import { createMemoryLog } from '../../src/log/memory.ts';
import { plainLog } from '../support/plain-log.ts';
import { eventsOf, mountHub, problemIn } from './mounted-hub.ts';

test("PROTOCOL.md's table has every problem's status, and no others", async () => {
  const protocol = await readFile(new URL('../../../../PROTOCOL.md', import.meta.url), 'utf8');
  const rows = [...protocol.matchAll(/^\| (\d{3}) +\| `([a-z0-9-]+)` /gm)];
  expect(rows.length).toBeGreaterThan(30);
  for (const [, status, code] of rows) {
    const error = new SpillwayError(code as SpillwayError['code'], 'why');
    expect([code, problemOf(error).code, problemOf(error).status]).toEqual([code, code, Number(status)]);
  }
  const source = await readFile(new URL('../../src/http/problem.ts', import.meta.url), 'utf8');
  const codes = [...source.matchAll(/^ {2}'?([a-z0-9-]+)'?: \d{3},$/gm)].map(([, code]) => code);
  // Misuse of the library, which a client sees as `internal`, and what only clients meet.
  const unseen = ['log-in-use', 'invalid-option', 'network', 'timeout', 'invalid-data', 'source-failed'];
  const shown = codes.filter((code) => !unseen.includes(code ?? '') && !code?.startsWith('unexpected-'));
  expect(new Set(rows.map(([, , code]) => code))).toEqual(new Set(shown));
});

/** A memory log whose disk has failed: it reads, and refuses to append. */
function failedLog(error: Error): EventLog {
  return {
    ...plainLog(createMemoryLog({ epoch: 'e1' })),
    async append() {
      throw error;
    },
  };
}

describe('what fails in the hub is a status of 5xx that shows nothing of its inside', () => {
  test.for([
    [new SpillwayError('log-full', 'no space on /srv/events.db'), 507, 'log-full', null],
    [new SpillwayError('log-damaged', 'page 7 of /srv/events.db'), 503, 'log-damaged', '5'],
    [new SpillwayError('log-unavailable', 'redis://user:secret@10.0.0.1 refused'), 503, 'log-unavailable', '5'],
    [new SpillwayError('invalid-option', 'secret'), 500, 'internal', null],
    [new TypeError('secret is not a function'), 500, 'internal', null],
  ] as const)('%s', async ([error, status, code, retryAfter]) => {
    const { publish, faults, kept } = mountHub({}, { log: failedLog(error) });
    const answer = await publish({ topic: 'a' });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([status, retryAfter]);
    const problem = await problemIn(answer);
    expect(problem).toMatchObject({ status, code });
    expect(JSON.stringify(problem)).not.toMatch(/secret|srv/);
    expect(faults).toEqual([error]);
    expect(await kept()).toEqual([]);
  });

  test('a log that takes nothing can still be read', async () => {
    const { get, publish, clock } = mountHub({}, { log: failedLog(new SpillwayError('log-full', 'full')) });
    await publish({ topic: 'a' });
    const next = eventsOf(await get('?topic=a', { 'last-event-id': 'e0-1' }));
    await clock.settle();
    expect(await next()).toMatchObject({ event: 'gap' });
  });

  test('a closed hub opens no stream', async () => {
    const { get, hub, faults } = mountHub({ cors: { origins: ['https://app.example'] } });
    await hub.close();
    const answer = await get('?topic=a', { origin: 'https://app.example' });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(await problemIn(answer)).toMatchObject({ status: 503, code: 'closed' });
    expect(faults).toHaveLength(1);
  });
});
