import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHub } from 'spillway';
import { createNodeEventsHandler } from 'spillway/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sections } from './cases/index.ts';
import { difference } from './comparison.ts';
import { runCase } from './run-case.ts';

const hub = createHub();
const handleEvents = createNodeEventsHandler(hub);
const server = createServer((req, res) => void handleEvents(req, res));
let url = '';

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`;
});

afterAll(async () => {
  await hub.close();
  server.close();
  server.closeAllConnections();
});

describe.for(Object.entries(sections))('%s', ([, cases]) => {
  test.for(cases.map((each) => [each.name, each] as const))('%s', async ([, each]) => {
    await expect(runCase(each, { url })).resolves.toBeUndefined();
  });
});

describe('the runner', () => {
  test('fails a case that the hub does not fulfil, and says where', async () => {
    const wrong = { name: 'wrong', steps: [{ do: 'send', request: { query: '' }, status: 204 }] } as const;
    await expect(runCase(wrong, { url })).rejects.toThrow('step 1 (send): the status is 400, not 204');
  });

  test('fails a case whose event never comes', async () => {
    const never = {
      name: 'never',
      steps: [
        { do: 'open', stream: 's', request: { query: '?topic=<run>' } },
        { do: 'next', stream: 's', event: {} },
      ],
    } as const;
    await expect(runCase(never, { url, stepMs: 50 })).rejects.toThrow('step 2 (next): nothing came within 50 ms');
  });

  test.for([
    [{ a: 1, b: 2 }, { a: 1 }, undefined],
    [{ a: 1 }, { a: 2 }, 'a is 1, not 2'],
    [{ a: [1] }, { a: [1, 2] }, 'a[1] is absent, not 2'],
    [{ a: [1, 2] }, { a: [1] }, 'a has 2 items, not 1: [1,2]'],
    [{ a: 'xyz' }, { a: { like: '^x' } }, undefined],
    [{ a: 'xyz' }, { a: { like: '^y' } }, 'a is "xyz", not like /^y/'],
    [{ a: 1 }, { a: { absent: true } }, 'a is 1, but must be absent'],
    [{}, { a: { b: null } }, 'a is absent, not an object'],
    [null, null, undefined],
  ] as const)('compares %j with %j', ([actual, expected, found]) => {
    expect(difference(actual, expected)).toBe(found);
  });
});
