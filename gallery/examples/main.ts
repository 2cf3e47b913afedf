import { startHubProcess } from '../processes/hub-process.ts';
import { aborted, runProgram } from '../processes/run-program.ts';
import { layOutExamples } from './page-folder.ts';

const usage = `Serves the same live list of orders four times: in plain JavaScript, with Vue, Svelte and React.

  --port <number>  port to serve the pages and the events on (default: 3002)
  --log <file>     where the hub keeps the orders (default: .spillway/orders.db)
  --help`;

await runProgram(usage, { port: '3002', log: '.spillway/orders.db' }, run);

/** Runs the hub with the pages, until a signal comes. */
async function run(
  { port, log }: { readonly port: string; readonly log: string },
  stopping: AbortController,
): Promise<void> {
  const url = `http://127.0.0.1:${port}/`;
  await using pages = await layOutExamples();
  await using hub = await startHubProcess({
    settings: { port, log: `sqlite:${log}`, public: pages.path },
    onRestart({ because, pid }) {
      console.log(`${new Date().toLocaleTimeString()}  the hub ended (${because}) and is now process ${pid}`);
    },
  });
  console.log(welcome(url, hub.pid));
  await aborted(stopping.signal);
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
