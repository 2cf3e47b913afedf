/**
 * Bytes as text: how much longer they get, on an event stream and in a JSON body, and how long that takes. The rounds of
 * the encodings are interleaved, so that what else the machine does falls on all; a figure is the median of its rounds.
 *
 *   npx node --conditions=@spillway/source bench/bytes/bench.ts [rounds]
 */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { decodeBytes, encodeBytes, encodeEvent } from 'spillway/codec';
import type { BytesEncoding } from 'spillway/codec';

const rounds = Number(process.argv[2] ?? 21);
const encodings: readonly BytesEncoding[] = ['base64', 'dense'];
const mebibyte = 2 ** 20;

function randomBytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, () => Math.random() * 256);
}

function samples(): Readonly<Record<string, Uint8Array>> {
  const text = readFileSync(new URL('../../PROTOCOL.md', import.meta.url));
  const wave = Array.from({ length: 50_000 }, (_, n) => Math.sin(n / 20) * 8000);
  return {
    'random bytes': randomBytes(mebibyte),
    'gzip of a text': gzipSync(text),
    'a text': text,
    'samples of a wave, 16 bits': new Uint8Array(Int16Array.from(wave).buffer),
    'samples of a wave, floats': new Uint8Array(Float32Array.from(wave).buffer),
    'numbers from 0 on, 32 bits': new Uint8Array(Int32Array.from({ length: 50_000 }, (_, n) => n).buffer),
    zeros: new Uint8Array(100_000),
    'twenty random bytes': randomBytes(20),
  };
}

function row(name: string, ...columns: readonly string[]): string {
  return name.padEnd(30) + columns.map((column) => column.padStart(16)).join('');
}

function percent(size: number, of: number): string {
  return `${((size / of - 1) * 100).toFixed(1)} %`;
}

/** The bytes that `data` takes beside those of empty data. */
function onStream(data: string): number {
  return Buffer.byteLength(encodeEvent({ data })) - Buffer.byteLength(encodeEvent({ data: '' }));
}

function inBody(data: string): number {
  return Buffer.byteLength(JSON.stringify(data)) - 2;
}

function sizeTable(): void {
  console.log(row('longer than raw bytes by', ...encodings.flatMap((each) => [`${each}, stream`, `${each}, JSON`])));
  for (const [name, bytes] of Object.entries(samples())) {
    const columns = encodings.flatMap((encoding) => {
      const text = encodeBytes(bytes, encoding);
      return [percent(onStream(text), bytes.length), percent(inBody(text), bytes.length)];
    });
    console.log(row(name, ...columns));
  }
}

function milliseconds(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** Megabytes of raw bytes a second for each encoding, and the last beside the first. */
function speedRow(name: string, bytes: Uint8Array, work: (encoding: BytesEncoding) => () => number): void {
  const repeats = Math.ceil(mebibyte / bytes.length);
  const runs = encodings.map((encoding) => ({ work: work(encoding), times: [] as number[] }));
  let kept = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const run of runs) {
      const ms = milliseconds(() => {
        for (let n = 0; n < repeats; n += 1) kept += run.work();
      });
      run.times.push(ms);
    }
  }
  if (kept === 0) throw new Error('nothing was done');
  const speeds = runs.map(({ times }) => (bytes.length * repeats) / 1000 / median(times));
  const [base64 = Number.NaN, dense = Number.NaN] = speeds;
  console.log(row(name, ...speeds.map((speed) => speed.toFixed(0)), `${(dense / base64).toFixed(2)}x`));
}

function speedTable(): void {
  console.log(row('\nMB/s of raw bytes', ...encodings, 'ratio'));
  for (const length of [100, 4000, mebibyte]) {
    const bytes = randomBytes(length);
    const size = `${length.toLocaleString('en')} bytes`;
    speedRow(`encode ${size}`, bytes, (encoding) => () => encodeBytes(bytes, encoding).length);
    speedRow(`decode ${size}`, bytes, (encoding) => {
      const text = encodeBytes(bytes, encoding);
      return () => decodeBytes(text, encoding).length;
    });
  }
}

const native = 'toBase64' in Uint8Array.prototype ? 'with' : 'without';
console.log(`Node ${process.version} (${native} Uint8Array.prototype.toBase64), ${rounds} rounds, median`);
sizeTable();
speedTable();
