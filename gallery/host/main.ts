import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { startHubProcess } from '../processes/hub-process.ts';
import { runProgram } from '../processes/run-program.ts';
import { layOutPage } from './page-folder.ts';
import { createPublisher } from './publisher.ts';
import { createSampler, type Sample } from './sample.ts';

const usage = `Publishes this machine's figures every second, and serves a page that draws them.

  --port <number>  port to serve the page and the events on (default: 3001)
  --log <file>     where the hub keeps the last ten minutes (default: .spillway/host.db)
  --help`;

const sampleEveryMs = 1_000;
const keepSeconds = 600;

await runProgram(usage, { port: '3001', log: '.spillway/host.db' }, run);

/** Runs the hub and publishes to it, until a signal comes or the hub refuses what it gets. */
async function run(
  { port, log }: { readonly port: string; readonly log: string },
  stopping: AbortController,
): Promise<void> {
  const url = `http://127.0.0.1:${port}/`;
  await using page = await layOutPage();
  await using hub = await startHubProcess({
    settings: { port, log: `sqlite:${log}`, 'keep-seconds': `${keepSeconds}`, public: page.path },
    onRestart: ({ because, pid }) => say(`the hub ended (${because}) and was started again as process ${pid}`),
  });
  await using publisher = createPublisher({
    url: `${url}events`,
    onDropped: ({ id }) => say(`the hub was away for so long that sample ${id} was dropped`),
    onRefused(reason) {
      say(reason.message);
      process.exitCode = 1;
      stopping.abort();
    },
  });
  console.log(welcome(url, hub.pid));
  await eachSample(stopping.signal, (sample) => {
    publisher.offer({ topic: topicOf(sample), id: `${sample.run}:${sample.sequence}`, data: sample });
  });
}

/** Takes a sample every second, until it is time to stop. */
async function eachSample(stopping: AbortSignal, publish: (sample: Sample) => void): Promise<void> {
  const sampler = await createSampler(randomUUID().slice(0, 8));
  let next = Date.now();
  while (!stopping.aborted) {
    publish(await sampler.take());
    // From the time it was due, so that the clock does not drift; a machine that slept does not make up for it.
    next = Math.max(next + sampleEveryMs, Date.now());
    await delay(next - Date.now(), undefined, { signal: stopping }).catch(() => undefined);
  }
}

/** One topic for each machine, so that `host/*` would select a whole fleet. */
function topicOf({ machine }: Sample): string {
  return `host/${machine.name.replaceAll(/[^\w.-]/g, '-')}`;
}

function welcome(url: string, hubPid: number): string {
  return `This machine, live: ${url}

  The hub is process ${hubPid}. Kill it (kill -9 ${hubPid}) and watch the page go on without a hole.
  The same events in a terminal: curl -N '${url}events?topic=host/*'
  Ctrl-C ends both.
`;
}

function say(what: string): void {
  console.log(`${new Date().toLocaleTimeString()}  ${what}`);
}
