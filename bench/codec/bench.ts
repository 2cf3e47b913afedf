/**
 * The codec beside the npm package eventsource-parser, both from bytes to events. The rounds of the two are
 * interleaved, so that what else the machine does falls on both; a figure is the median of its rounds.
 *
 *   npx node --conditions=@spillway/source bench/codec/bench.ts [rounds]
 */
import { createParser } from 'eventsource-parser';
import { createDecoder, encodeEvent } from 'spillway/codec';
import { fixtures } from './fixtures.ts';
import type { Fixture } from './fixtures.ts';

const rounds = Number(process.argv[2] ?? 41);

/** Both are told of events by a call, and use them as little as a reader can. */
interface Tally {
  events: number;
  characters: number;
}

function ours({ chunks }: Fixture, tally: Tally): void {
  const decoder = createDecoder({
    event(event) {
      tally.events += 1;
      tally.characters += event.data.length;
    },
  });
  for (const chunk of chunks) decoder.push(chunk);
}

function theirs({ chunks }: Fixture, tally: Tally): void {
  const text = new TextDecoder();
  const parser = createParser({
    onEvent(event) {
      tally.events += 1;
      tally.characters += event.data.length;
    },
  });
  for (const chunk of chunks) parser.feed(text.decode(chunk, { stream: true }));
}

function checkSame(fixture: Fixture): void {
  const read: string[] = [];
  const decoder = createDecoder({ event: ({ id, event, data }) => read.push(JSON.stringify([id, event, data])) });
  for (const chunk of fixture.chunks) decoder.push(chunk);

  const peer: string[] = [];
  const text = new TextDecoder();
  const parser = createParser({ onEvent: ({ id, event, data }) => peer.push(JSON.stringify([id, event, data])) });
  for (const chunk of fixture.chunks) parser.feed(text.decode(chunk, { stream: true }));

  if (read.length !== fixture.events || read.join('\n') !== peer.join('\n')) {
    throw new Error(`${fixture.name}: the two decoders do not read the same events`);
  }
}

function milliseconds(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function row(name: string, ...columns: readonly string[]): string {
  return name.padEnd(44) + columns.map((column) => column.padStart(12)).join('');
}

function megabytesPerSecond(bytes: number, ms: number): string {
  return (bytes / 1000 / ms).toFixed(bytes / 1000 / ms < 100 ? 1 : 0);
}

function decodeTable(): void {
  console.log(row('decode (MB/s)', 'spillway', 'peer', 'ratio'));
  const all = fixtures();
  for (const fixture of all) checkSame(fixture);
  // All of them first, so that no fixture finds code that is specialised for itself alone.
  for (let round = 0; round < 50; round += 1) {
    for (const fixture of all) {
      ours(fixture, { events: 0, characters: 0 });
      theirs(fixture, { events: 0, characters: 0 });
    }
  }
  for (const fixture of all) {
    const bytes = fixture.chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    const tally = { events: 0, characters: 0 };
    const oursMs: number[] = [];
    const theirsMs: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      oursMs.push(milliseconds(() => ours(fixture, tally)));
      theirsMs.push(milliseconds(() => theirs(fixture, tally)));
    }
    if (tally.events !== 2 * rounds * fixture.events) throw new Error(`${fixture.name}: events went missing`);
    const [our, their] = [median(oursMs), median(theirsMs)];
    console.log(
      row(
        fixture.name,
        megabytesPerSecond(bytes, our),
        megabytesPerSecond(bytes, their),
        `${(their / our).toFixed(2)}x`,
      ),
    );
  }
}

function encodeTable(): void {
  console.log(row('\nencode (to bytes)', 'events/s'));
  const encoder = new TextEncoder();
  const samples = {
    'a small event': { data: '{"n":7}', event: 'tick', id: 'k3x9-41' },
    'eight data lines': { data: 'GET /orders/7 200 13ms\n'.repeat(7) },
    '64 KiB of data': { data: 'x'.repeat(65_536), id: 'k3x9-41' },
  };
  for (const [name, event] of Object.entries(samples)) {
    const count = name.startsWith('64') ? 500 : 20_000;
    let bytes = 0;
    const times = Array.from({ length: rounds }, () =>
      milliseconds(() => {
        for (let n = 0; n < count; n += 1) bytes += encoder.encode(encodeEvent(event)).length;
      }),
    );
    if (bytes === 0) throw new Error('nothing was encoded');
    console.log(row(name, Math.round((count / median(times)) * 1000).toLocaleString('en')));
  }
}

console.log(`Node ${process.version}, ${rounds} rounds, median`);
decodeTable();
encodeTable();
