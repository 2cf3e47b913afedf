import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { artefact } from './support/artefacts.ts';
import { eventBytes } from './support/flood.ts';
import { type FloodReader, numbersBetween, openFloodReader, peakMemoryOfFlood } from './support/flood-reader.ts';
import { type HubProcess, startHubProcess } from './support/hub-process.ts';
import { canReadResidentMemory, reasonWithoutMemory } from './support/resident-memory.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const mebibyte = 1024 * 1024;

/** 100 MB. */
const floodEvents = Math.ceil(100_000_000 / eventBytes);

/** The flood's events go to ten topics in turn. */
const topicCount = 10;
const topicOf = (number: number): string => `flood/${number % topicCount}`;

/**
 * Kept for the stalled reader, the flood would take 100 MB. The same flood that nobody stalls in has shown before how
 * much the hub takes without; its peaks differ by some 10 MiB from flood to flood.
 */
const growthBound = 64 * mebibyte;

/** Ninety-nine read on, of which nine select everything and share an audience with the one that stalls. */
const othersOfAll = 9;
const othersOfOneTopic = 90;

describe.skipIf(!canReadResidentMemory)(
  `one subscriber of 100 stops reading while 100 MB pass${reasonWithoutMemory}`,
  () => {
    test('the hub keeps nothing for it, the others get all, and it gets all when it reads again', async () => {
      const hub = await startHub(['--log', `sqlite:${join(await temporaryFolder(), 'events.db')}`]);
      const { stalled, from, to } = await stallThroughFlood(hub, 'SQLite log');

      stalled.stream.resume();
      await stalled.received(to - 1);
      expect(stalled.numbers).toEqual(numbersBetween(from, to));
      expect(stalled.strange).toEqual([]);
      expect(stalled.stream.isOpen).toBe(true);
    }, 300_000);

    test('where the log has trimmed past it, it is told of the gap and gets all that is kept', async () => {
      const hub = await startHub(['--log', 'memory:', '--keep-bytes', `${16 * mebibyte}`]);
      const { stalled, from, to } = await stallThroughFlood(hub, 'memory log of 16 MiB');

      stalled.stream.resume();
      await stalled.received(to - 1);
      expect(stalled.strange).toEqual([
        {
          event: 'gap',
          data: { reason: 'trimmed', after: expect.any(String) as string },
          at: expect.any(Number) as number,
        },
      ]);
      // What the sockets and the tape held comes first, then the gap, then all that the log still holds.
      const before = stalled.strange[0]?.at ?? 0;
      const firstKept = stalled.numbers[before] ?? 0;
      expect(stalled.numbers).toEqual([...numbersBetween(from, from + before), ...numbersBetween(firstKept, to)]);
      expect(firstKept).toBeGreaterThan(from + before);
      expect((to - firstKept) * eventBytes).toBeGreaterThan(15 * mebibyte);
      expect(stalled.stream.isOpen).toBe(true);
    }, 300_000);
  },
);

/**
 * Floods a hub of 99 subscribers, then floods it again while a hundredth is stalled. A first flood, which is not measured,
 * brings the heap to what it takes under flood: else the second would need more than the first with nobody stalled, too.
 */
async function stallThroughFlood(hub: HubProcess, name: string): Promise<StalledThrough> {
  let latencies: number[] = [];
  const others = await openOthers(hub.url, (latencyMs) => latencies.push(latencyMs));
  const from = 2 * floodEvents;
  const to = from + floodEvents;

  await peakMemoryOfFlood(hub, { from: 0, events: floodEvents, topicOf });
  const usualPeak = await peakMemoryOfFlood(hub, { from: floodEvents, events: floodEvents, topicOf });
  await Promise.all(others.map(({ reader, expected }) => reader.received(expected(0, from).at(-1) ?? 0)));
  const usualLatencies = latencies;
  latencies = [];

  const stalled = await openFloodReader(hub.url, '*');
  stalled.stream.pause();
  const peak = await peakMemoryOfFlood(hub, { from, events: floodEvents, topicOf });
  await Promise.all(others.map(({ reader, expected }) => reader.received(expected(from, to).at(-1) ?? 0)));

  // How fast it is, benchmarks say; here it is only written down.
  await report(
    `${name}: memory ${megabytes(usualPeak)} without and ${megabytes(peak)} with a stalled reader; ` +
      `latency of the others ${percentiles(usualLatencies)} without and ${percentiles(latencies)} with it`,
  );
  expect(peak - usualPeak).toBeLessThan(growthBound);
  // All of them had all, in order and on one connection, while the hundredth had not read yet.
  for (const { reader, expected } of others) {
    expect(reader.numbers).toEqual(expected(0, to));
    expect(reader.strange).toEqual([]);
    expect(reader.stream.isOpen).toBe(true);
  }
  expect(stalled.numbers).toEqual([]);
  return { stalled, from, to };
}

interface Other {
  readonly reader: FloodReader;
  /** The numbers from `from` up to and without `to` that it selects. */
  readonly expected: (from: number, to: number) => readonly number[];
}

async function openOthers(hubUrl: string, onLatency: (latencyMs: number) => void): Promise<readonly Other[]> {
  const others: Other[] = [];
  for (let count = 0; count < othersOfAll; count++) {
    others.push({ reader: await openFloodReader(hubUrl, '*', onLatency), expected: numbersBetween });
  }
  for (let count = 0; count < othersOfOneTopic; count++) {
    const topic = topicOf(count);
    others.push({
      reader: await openFloodReader(hubUrl, topic, onLatency),
      expected: (from, to) => numbersBetween(from, to).filter((number) => topicOf(number) === topic),
    });
  }
  return others;
}

interface StalledThrough {
  readonly stalled: FloodReader;
  /** The numbers of the flood that passed while it was stalled: from here on, up to and without `to`. */
  readonly from: number;
  readonly to: number;
}

async function startHub(args: readonly string[]): Promise<HubProcess> {
  const hub = await startHubProcess(args);
  onTestFinished(async () => {
    await hub.kill('SIGTERM');
    expect(hub.output.stderr).toBe('');
  });
  return hub;
}

async function report(line: string): Promise<void> {
  console.log(line);
  await appendFile(await artefact('slow-reader.txt'), `${new Date().toISOString()} ${line}\n`);
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

function percentiles(latencies: readonly number[]): string {
  const sorted = latencies.toSorted((one, other) => one - other);
  const at = (share: number): string => `${Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0)} ms`;
  return `p50 ${at(0.5)}, p99 ${at(0.99)}`;
}
