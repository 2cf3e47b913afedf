import { describe, expect, test } from 'vitest';
import { type SimulatedHub, simulatedHub } from '../support/simulated-hub.ts';
import { TestClient } from '../support/test-client.ts';

describe('an audience', () => {
  test('rests for twice the time of a lap before the next one, whose writes carry what came meanwhile', async () => {
    const hall = await audienceOf(4);
    await hall.publish('1');
    hall.lap(0.5, { publishing: '2' });
    await hall.publish('3');
    await hall.clock.advance(3);
    expect(hall.received()).toEqual(['1', '12', '12', '12']);
    await hall.publish('4');
    for (const client of hall.clients) client.writes.length = 0;
    await hall.clock.advance(1);
    expect(hall.received()).toEqual(Array.from({ length: 4 }, () => '1234'));
    expect(hall.clients.map(({ writes }) => writes.length)).toEqual(Array.from({ length: 4 }, () => 1));
  });

  test('never rests for more than 12 ms', async () => {
    const hall = await audienceOf(8);
    await hall.publish('1');
    hall.lap(1000, { publishing: '2' });
    await hall.clock.advance(11);
    expect(hall.received()[0]).toBe('1');
    await hall.clock.advance(1);
    expect(hall.received()[0]).toBe('12');
  });

  test('rests no longer once 16 KiB wait, and counts anew from there', async () => {
    const hall = await audienceOf(8);
    await hall.publish('1');
    hall.lap(1000, { publishing: '2' });
    const large = 'x'.repeat(8 * 1024);
    await hall.publish(large);
    await hall.clock.settle();
    expect(hall.received()[0]).toBe('1');
    await hall.publish(large);
    await hall.clock.settle();
    expect(hall.received()).toEqual(Array.from({ length: 8 }, () => `12${large}${large}`));
    await hall.publish('3');
    hall.lap(1000, { publishing: '4' });
    await hall.clock.advance(11);
    expect(hall.received()[0]).toMatch(/x3$/);
    await hall.clock.advance(1);
    expect(hall.received()[0]).toMatch(/x34$/);
  });

  test('writes an event that comes after a lap at once', async () => {
    const hall = await audienceOf(8);
    await hall.publish('1');
    hall.lap(100);
    await hall.publish('2');
    await hall.clock.settle();
    expect(hall.received()).toEqual(Array.from({ length: 8 }, () => '12'));
  });

  test('gives those who come while it rests all that follows, once', async () => {
    const hall = await audienceOf(4);
    await hall.publish('1');
    hall.lap(2, { publishing: '2' });
    hall.clients[3]?.disconnect();
    const late = new TestClient(hall.hub, { topics: ['a'] });
    await hall.publish('3');
    await hall.clock.advance(12);
    expect(late.data.join('')).toBe('3');
    expect(hall.received()).toEqual(['123', '123', '123', '12']);
  });

  test('goes on when everybody left while it rested', async () => {
    const hall = await audienceOf(4);
    await hall.publish('1');
    hall.lap(2, { publishing: '2' });
    const [first, ...others] = hall.clients;
    for (const client of others) client.disconnect();
    first?.disconnect();
    await hall.clock.advance(12);
    first?.connect();
    await hall.publish('3');
    await hall.clock.advance(12);
    expect(first?.data.join('')).toBe('123');
  });
});

interface Hall extends SimulatedHub {
  readonly clients: readonly TestClient[];
  publish(data: string): Promise<void>;
  /** Lets everybody have a turn, each of which takes `turnMs`; after the first one something is published. */
  lap(turnMs: number, options?: { publishing?: string }): void;
  received(): string[];
}

async function audienceOf(size: number): Promise<Hall> {
  const simulated = simulatedHub({ visitsPerSlice: 1 });
  const { hub, clock } = simulated;
  const clients = Array.from({ length: size }, () => new TestClient(hub, { topics: ['a'] }));
  await clock.settle();
  for (const client of clients) client.writes.length = 0;
  const publish = async (data: string) => void (await hub.publish({ topic: 'a', data }));
  return {
    ...simulated,
    clients,
    publish,
    lap(turnMs, { publishing } = {}) {
      for (let turn = 0; turn < size; turn++) {
        clock.pass(turnMs);
        clock.runSoon();
        if (turn === 0 && publishing !== undefined) void publish(publishing);
      }
    },
    received: () => clients.map(({ data }) => data.join('')),
  };
}
