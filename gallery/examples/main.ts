import { parseArgs } from 'node:util';
import { startHubProcess } from '../processes/hub-process.ts';
import { layOutExamples } from './page-folder.ts';

const usage = `Serves the same live list of orders four times: in plain JavaScript, with Vue, Svelte and React.

  --port <number>  port to serve the pages and the events on (default: 3002)
  --log <file>     where the hub keeps the orders (default: .spillway/orders.db)
  --help`;

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stopping.abort());

try {
  const { values: options } = parseArgs({
    options: {
      port: { type: 'string', default: '3002' },
      log: { type: 'string', default: '.spillway/orders.db' },
      help: { type: 'boolean', default: false },
    },
  });
  if (options.help) console.log(usage);
  else await run(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** Runs the hub with the pages, until a signal comes. */
async function run({ port, log }: { readonly port: string; readonly log: string }): Promise<void> {
  const url = `http://127.0.0.1:${port}/`;
  await using pages = await layOutExamples();
  await using hub = await startHubProcess({
    settings: { port, log: `sqlite:${log}`, public: pages.path },
    onRestart({ because, pid }) {
      console.log(`${new Date().toLocaleTimeString()}  the hub ended (${because}) and is now process ${pid}`);
    },
  });
  console.log(welcome(url, hub.pid));
  await new Promise((resolve) => {
    if (stopping.signal.aborted) resolve(undefined);
    else stopping.signal.addEventListener('abort', resolve);
  });
}

function welcome(url: string, hubPid: number): string {
  return `Orders, live, four times:

  Plain JavaScript  ${url}plain/
  Vue               ${url}vue/
  Svelte            ${url}svelte/
  React             ${url}react/

  The hub is process ${hubPid}. Kill it (kill -9 ${hubPid}) and watch the pages miss nothing.
  An order from elsewhere:
    curl ${url}events -d topic=orders/7 -d event=order -d 'data={"id":"7","what":"A bagel","state":"placed"}'
  Ctrl-C ends everything.
`;
}
