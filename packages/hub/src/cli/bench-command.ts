import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { LoadTestError } from '../load/error.ts';
import { loadReportPage } from '../load/html/report-page.ts';
import { runLoadTest } from '../load/load-test.ts';
import { type LoadSettings, planOf } from '../load/settings.ts';
import { createProgress } from '../load/progress.ts';
import type { LoadReport } from '../load/report.ts';
import { loadTable } from '../load/table.ts';
import { list, positiveNumber, wholeNumber } from './option-values.ts';

interface BenchOptions extends Omit<LoadSettings, 'url'> {
  readonly json?: string | true;
  readonly html?: string;
}

export function benchCommand(): Command {
  return new Command('bench')
    .description('load-test an event-stream server: what it delivers, how fast, and whether anything is lost')
    .argument(
      '<url>',
      'where to subscribe; {topic}, {own} and {subscriber} are filled in. Without {topic}: a Spillway hub',
    )
    .optionsGroup('Subscribers:')
    .option('--subscribers <count>', 'streams to open', wholeNumber(1), 1000)
    .option('--topics <count>', 'topics, over which the subscribers are spread', wholeNumber(1), 1)
    .option('--own-topics', 'each selects a topic of its own, too, to which nothing is published')
    .addOption(repeatable('--header <header>', 'sent when subscribing'))
    .addOption(
      new Option('--transport <transport>', 'how streams are opened')
        .choices(['http1', 'http2', 'websocket'])
        .default('http1'),
    )
    .option(
      '--connections <count>',
      'connections that carry the streams over http2 (default: one for 100)',
      wholeNumber(1),
    )
    .addOption(repeatable('--say <text>', 'sent when a WebSocket is open'))
    .option('--insecure', 'take any certificate')
    .option('--stalled <count>', 'so many stop reading while is measured', wholeNumber(0), 0)
    .option('--storm <count>', 'so many are cut off halfway, and come back all at once', wholeNumber(0), 0)
    .option('--behind <events>', 'how many events the storm misses before it comes back', wholeNumber(1), 100)
    .optionsGroup('Publishing:')
    .option('--publish-url <url>', 'where to POST; {topic} and {data} are filled in')
    .addOption(repeatable('--publish-header <header>', 'sent when publishing'))
    .option('--publish-body <body>', 'what to POST; {topic} and {data} are filled in')
    .option('--batch <events>', 'events a POST, one body a line', wholeNumber(1), 1)
    .option('--publishers <count>', 'connections, each waits for its answer before it sends again', wholeNumber(1), 4)
    .option(
      '--rate <events>',
      'events a second of all publishers (default: as many as the server takes)',
      positiveNumber,
    )
    .option('--size <bytes>', 'data of each event', wholeNumber(1), 100)
    .optionsGroup('Time, in seconds:')
    .option('--idle <seconds>', 'when all streams are open, before anything is published', seconds, 2)
    .option('--warmup <seconds>', 'published, and not yet measured', seconds, 2)
    .option('--duration <seconds>', 'measured', positiveNumber, 10)
    .option('--drain <seconds>', 'the most to wait for what is missing in the end', seconds, 10)
    .optionsGroup('What is measured, and how it is told:')
    .addOption(
      new Option('--pid <pids>', "the server's processes, all of them: their CPU time and memory (Linux)")
        .argParser(pids)
        .default([], 'none'),
    )
    .option('--threads <count>', 'threads of the generator', wholeNumber(1), availableParallelism())
    .option('--json [file]', 'the report as JSON (default: to standard output)')
    .option('--html <file>', 'the report as a page with charts')
    .action(async (url: string, options: BenchOptions, command: Command) => {
      try {
        process.exitCode = await bench(url, options);
      } catch (error) {
        if (error instanceof LoadTestError) command.error(`spillway: ${error.message}`);
        throw error;
      }
    });
}

async function bench(url: string, options: BenchOptions): Promise<number> {
  const plan = planOf({ ...options, url });
  const stopped = new AbortController();
  // The first signal ends the test early; the second does not wait for it.
  process.once('SIGINT', () => stopped.abort());
  const progress = createProgress(process.stderr, plan);
  const report = await runLoadTest(plan, { signal: stopped.signal, onSecond: progress.show }).finally(progress.end);
  await tell(report, options);
  return exitCodeOf(report);
}

async function tell(report: LoadReport, { json, html }: BenchOptions): Promise<void> {
  const text = `${JSON.stringify(report, undefined, 2)}\n`;
  if (json === true) process.stdout.write(text);
  else if (json !== undefined) await write(json, text);
  if (html !== undefined) await write(html, loadReportPage(report));
  const table = json === true ? process.stderr : process.stdout;
  table.write(loadTable(report));
}

async function write(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LoadTestError(`the report cannot be written (${reason})`, { cause });
  });
}

/** 0: every acknowledged event reached everybody once, in order. 2: not so. 1: there was no such event. */
function exitCodeOf({ connecting, window, integrity, stalled, storm }: LoadReport): number {
  if (window.acknowledged === 0) return 1;
  const all = [integrity, stalled?.integrity, storm?.integrity].filter((one) => one !== undefined);
  const isSound = all.every(({ missing, doubled, outOfOrder }) => missing + doubled + outOfOrder === 0);
  return isSound && connecting.failed === 0 ? 0 : 2;
}

/** An option that may be given several times. */
function repeatable(flags: string, description: string): Option {
  return new Option(flags, `${description} (repeatable)`)
    .argParser((text: string, before: readonly string[]) => [...before, text])
    .default([], 'none');
}

/** Parses a number of seconds, which may be 0. */
function seconds(text: string): number {
  return Number(text) === 0 ? 0 : positiveNumber(text);
}

function pids(text: string): number[] {
  const ids = list(text).map(Number);
  if (ids.length > 0 && ids.every((id) => Number.isSafeInteger(id) && id > 0)) return ids;
  throw new InvalidArgumentError('It must be process ids, with commas between them.');
}
