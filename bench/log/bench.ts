/**
 * Durable appends per second, and how long one takes: Spillway's SQLite log beside the same node:sqlite used the plain
 * way (on the main thread, one transaction an event), and beside the memory log, which keeps nothing.
 *
 *   npx node --conditions=@spillway/source bench/log/bench.ts [seconds for each row]
 *   npx node --conditions=@spillway/source bench/log/bench.ts --grow [megabytes]
 *
 * The second appends until the file has that size (1,200 by default) and shows the memory of the process on the way.
 * The file is in the system's folder for temporary files, or in that of TMPDIR: mind that it is on a real disk.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryLog } from 'spillway/log/memory';
import { openSqliteLog, type SqliteLogOptions } from 'spillway/log/sqlite';
import { grow } from './grow.ts';
import { openPlainSqlite } from './plain-sqlite.ts';
import { run, type Appender, type Figures, type Load } from './run.ts';

const loads: readonly Load[] = [
  { name: '1 publisher', publishers: 1, batch: 1 },
  { name: '256 publishers', publishers: 256, batch: 1 },
  { name: '1,024 publishers', publishers: 1024, batch: 1 },
  { name: '16 publishers, batches of 100', publishers: 16, batch: 100 },
  { name: '1,024 publishers, ids', publishers: 1024, batch: 1, ids: true },
  { name: '1,024 publishers, 100,000 topics', publishers: 1024, batch: 1, topics: 100_000 },
];

const folder = mkdtempSync(join(tmpdir(), 'spillway-bench-'));
let files = 0;

async function openSpillway(retention: NonNullable<SqliteLogOptions['retention']>): Promise<Appender> {
  const log = await openSqliteLog(join(folder, `${++files}.db`), { retention });
  const commits = (): number => log.stats().commits;
  return { append: (events) => log.append(events), commits, close: () => log.close() };
}

async function openMemory(): Promise<Appender> {
  const log = createMemoryLog();
  return { append: (events) => log.append(events), commits: () => 0, close: () => log.close() };
}

const logs: readonly { readonly name: string; readonly open: () => Promise<Appender> }[] = [
  { name: 'node:sqlite, plain', open: async () => openPlainSqlite(join(folder, `${++files}.db`)) },
  { name: 'spillway/log/sqlite', open: () => openSpillway({}) },
  { name: '  the same, trimming', open: () => openSpillway({ events: 10_000 }) },
  { name: 'spillway/log/memory', open: openMemory },
];

async function compare(seconds: number): Promise<void> {
  console.log(
    `Node ${process.versions.node}, events of 100 bytes, ${seconds} s for each row; the ratio is to the plain way\n`,
  );
  console.log(row(['log', 'load', 'events/s', 'ratio', 'events/fsync', 'p50 ms', 'p99 ms']));
  console.log(row(['---', '---', '---:', '---:', '---:', '---:', '---:']));
  for (const load of loads) {
    let plain: Figures | undefined;
    for (const { name, open } of logs) {
      progress(`${name}, ${load.name} …`);
      const log = await open();
      const figures = await run(log, load, seconds);
      await log.close();
      plain ??= figures;
      progress('');
      console.log(row([name, load.name, ...columns(figures, plain)]));
    }
  }
}

function columns({ events, commits, seconds, latencies }: Figures, plain: Figures): string[] {
  const rate = events / seconds;
  const at = (part: number): string => (latencies[Math.floor(part * (latencies.length - 1))] ?? 0).toFixed(2);
  return [
    Math.round(rate).toLocaleString('en'),
    (rate / (plain.events / plain.seconds)).toFixed(1),
    commits === 0 ? 'none' : (events / commits).toFixed(0),
    at(0.5),
    at(0.99),
  ];
}

function row(cells: readonly string[]): string {
  const widths = [20, 32, 9, 6, 12, 7, 7];
  return `| ${cells.map((cell, index) => (index < 2 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0))).join(' | ')} |`;
}

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${text}`);
  else if (text !== '') process.stderr.write(`${text}\n`);
}

try {
  if (process.argv[2] === '--grow') await grow(join(folder, 'grow.db'), Number(process.argv[3] ?? 1200));
  else await compare(Number(process.argv[2] ?? 5));
} finally {
  rmSync(folder, { recursive: true });
}
