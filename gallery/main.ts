import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startLastingProcess } from './processes/lasting-process.ts';
import { aborted, runProgram } from './processes/run-program.ts';
import { buildSite } from './site/build-site.ts';

const usage = `Serves the gallery: every use case live, on a hub of its own.

  --port <number>    port to serve the pages and the events on (default: 3000)
  --folder <folder>  where the hub and the use cases keep what they have (default: .spillway/gallery)
  --help

In the environment:

  SPILLWAY_FEEDS         addresses of RSS and Atom feeds for the page of news, separated by commas
  SPILLWAY_FEED_SECONDS  how often they are asked (default: 300; the gallery's own: 10)`;

await runProgram(usage, { port: '3000', folder: join(import.meta.dirname, '..', '.spillway', 'gallery') }, run);

/** Builds the pages and keeps the server running, until a signal comes. */
async function run(
  { port, folder }: { readonly port: string; readonly folder: string },
  stopping: AbortController,
): Promise<void> {
  console.log('Building the pages (a few seconds the first time) …');
  const site = await buildSite();
  await mkdir(folder, { recursive: true });
  const serve = join(import.meta.dirname, 'server', 'serve.ts');
  const flags = ['--conditions=@spillway/source', '--disable-warning=ExperimentalWarning'];
  await using server = await startLastingProcess({
    name: 'the gallery',
    command: [...flags, serve, '--port', port, '--folder', folder, '--site', site],
    onRestart({ because, pid }) {
      console.log(`${new Date().toLocaleTimeString()}  the server ended (${because}) and is now process ${pid}`);
    },
  });
  console.log(welcome(`http://localhost:${port}`, server.pid));
  await aborted(stopping.signal);
}

function welcome(url: string, pid: number): string {
  return `The gallery is open: ${url}

  publish     curl ${url}/events -d topic=demo -d data=hello
  subscribe   curl -N '${url}/events?topic=demo'
  in a page   new EventSource('${url}/events?topic=demo')

  The server is process ${pid}. Kill it (kill -9 ${pid}) and watch the pages miss nothing.
  Ctrl-C ends everything.
`;
}
