/**
 * Fan-out: Spillway beside nchan, WebSocket servers, another Node library and plain loops, all under the same load in the
 * same run.
 *
 *   npm run bench -- fanout                                   # everything, in five rounds: about half an hour
 *   npm run bench -- fanout --quick                           # everything once, in eight minutes: not for figures
 *   npm run bench -- fanout --case saturation --peer nchan hub-memory --rounds 9
 *   npm run bench -- fanout --compare earlier.json            # how far the latest run's ratios are from an earlier one's
 *
 * Results go to bench/results/fanout.json and, as a page, to bench/results/fanout.html. scripts/prepare-bench.sh installs
 * nchan. Every server runs in a fresh process on one processor, the load generator (`spillway bench`) on the others; as
 * root on Linux, in a network namespace of the run's own. With --compare the exit code is 1 where a ratio that a target is
 * about differs by more than 15 %.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { agreementTable } from './agreement-table.ts';
import { compareRuns, targetsAgree } from './agreement.ts';
import { cases } from './cases.ts';
import { describeMachine } from './machine.ts';
import { OptionError, parseOptions } from './options.ts';
import { enterOwnNetwork } from './own-network.ts';
import { fanoutPage } from './page/fanout-page.ts';
import type { Peer } from './peers/peer.ts';
import { peers } from './peers/peers.ts';
import { shareProcessors } from './processors.ts';
import type { CaseResult, FanoutResults } from './results.ts';
import { run } from './run.ts';
import { caseTable } from './table.ts';

async function main(args: readonly string[]): Promise<void> {
  const options = parseOptions(args, cases);
  if (options.compare !== undefined) {
    const ratios = compareRuns(read(options.compare), read(resultsFile('json')));
    console.log(agreementTable(ratios));
    if (!targetsAgree(ratios)) process.exitCode = 1;
    return;
  }
  const network = enterOwnNetwork();
  const processors = shareProcessors();
  const { arrangement } = processors;
  console.log(`${arrangement}; ${network}`);
  const about = {
    startedAt: new Date().toISOString(),
    command: ['fanout', ...args].join(' '),
    rounds: options.rounds,
    isQuick: options.isQuick,
    machine: describeMachine({ arrangement, network }),
    peerVersions: Object.fromEntries(Object.values(peers).map((peer) => [peer.name, versionOf(peer)])),
  };
  const done: CaseResult[] = [];
  await run({
    ...options,
    processors,
    signal: stoppedBySignal(),
    onCase(result) {
      console.log(caseTable(result));
      done.push(result);
      // After each case, so that a run that is cut off leaves what it had.
      write({ ...about, cases: done });
    },
  });
  console.log(`\nThe same as a page: ${resultsFile('html')}`);
}

function read(file: string): FanoutResults {
  try {
    return JSON.parse(readFileSync(resolve(process.env['INIT_CWD'] ?? '.', file), 'utf8')) as FanoutResults;
  } catch (cause) {
    throw new OptionError(`${file} holds no results: copy bench/results/fanout.json after a run`, { cause });
  }
}

function versionOf(peer: Peer): string {
  const availability = peer.availability();
  return availability.runs ? availability.version : `does not run here: ${availability.because}`;
}

function write(results: FanoutResults): void {
  mkdirSync(fileURLToPath(new URL('../results', import.meta.url)), { recursive: true });
  writeFileSync(resultsFile('json'), `${JSON.stringify(results, null, 1)}\n`);
  writeFileSync(resultsFile('html'), fanoutPage(results));
}

function resultsFile(extension: 'json' | 'html'): string {
  return fileURLToPath(new URL(`../results/fanout.${extension}`, import.meta.url));
}

/** The first signal ends the run in good order; the second does not wait for it. */
function stoppedBySignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(1);
      controller.abort(new Error(`ended by ${name}`));
      process.exitCode = 1;
    });
  }
  return controller.signal;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof OptionError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
