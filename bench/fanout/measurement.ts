import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LoadReport } from '@spillway/hub';
import { type LoadPlan, expectedSeconds, loadArguments } from './load-plan.ts';
import type { Peer, RunningPeer } from './peers/peer.ts';
import type { Processors } from './processors.ts';

export type Measurement =
  | { readonly outcome: 'measured'; readonly report: LoadReport }
  | { readonly outcome: 'failed'; readonly because: string }
  | { readonly outcome: 'skipped'; readonly because: string };

/** Starts a server, puts it under load, and stops it. A failure is an outcome; only being aborted throws. */
export async function measure(
  peer: Peer,
  plan: LoadPlan,
  processors: Processors,
  signal: AbortSignal,
): Promise<Measurement> {
  const availability = peer.availability();
  if (!availability.runs) return { outcome: 'skipped', because: availability.because };
  try {
    const server = await peer.start(processors);
    try {
      return { outcome: 'measured', report: await putUnderLoad(server, plan, processors, signal) };
    } catch (error) {
      throw server.ended() === undefined ? error : new Error(server.ended(), { cause: error });
    } finally {
      await server.stop();
    }
  } catch (error) {
    signal.throwIfAborted();
    return { outcome: 'failed', because: error instanceof Error ? error.message : String(error) };
  }
}

// From its source, as every script of this repository runs it.
const spillway = fileURLToPath(new URL('src/main.ts', import.meta.resolve('@spillway/hub/package.json')));

/** On top of what a load should take: a server that is too slow is drained, too, before the generator gives up. */
const extraSeconds = 120;
const keptWordsLength = 2_000;

async function putUnderLoad(
  server: RunningPeer,
  plan: LoadPlan,
  processors: Processors,
  signal: AbortSignal,
): Promise<LoadReport> {
  const { generatorThreads } = processors;
  const { command, args } = processors.pin('generator', process.execPath, [
    '--conditions=@spillway/source',
    spillway,
    'bench',
    ...server.loadArguments,
    ...loadArguments(plan),
    '--json',
    ...(generatorThreads === undefined ? [] : ['--threads', String(generatorThreads)]),
    ...(process.platform === 'linux' ? ['--pid', server.pids.join(',')] : []),
  ]);
  const timeout = AbortSignal.timeout(1000 * (expectedSeconds(plan) + extraSeconds));
  const generator = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = (): boolean => generator.kill('SIGKILL');
  process.once('exit', kill);
  for (const end of [signal, timeout]) end.addEventListener('abort', kill);

  let json = '';
  let words = '';
  generator.stdout.setEncoding('utf8').on('data', (text: string) => (json += text));
  generator.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-keptWordsLength)));
  try {
    await once(generator, 'close');
  } finally {
    process.off('exit', kill);
    signal.removeEventListener('abort', kill);
  }
  if (timeout.aborted) throw new Error('the load generator did not end in time');
  // 2: it found loss, and reports it.
  if (generator.exitCode === 0 || generator.exitCode === 2) return JSON.parse(json) as LoadReport;
  throw new Error(`the load generator ended (${generator.signalCode ?? generator.exitCode}): ${lastWords(words)}`);
}

/** Without the lines of progress that came before. */
function lastWords(text: string): string {
  return text.trim().split('\n').slice(-3).join(' ');
}
