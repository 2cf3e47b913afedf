// The page's part: it runs cases itself, or has a worker run them, when the test calls `runCasesIn`.
import type { CasesToRun, Outcomes } from './run-cases.ts';
import { runCases } from './run-cases.ts';

async function runIn(asked: CasesToRun): Promise<Outcomes> {
  switch (asked.context) {
    case 'window':
      return runCases(asked);
    case 'dedicated worker': {
      const worker = new Worker(script, { type: 'module' });
      const outcomes = await answerOf(worker, () => worker.postMessage(asked, []));
      worker.terminate();
      return outcomes;
    }
    case 'shared worker': {
      const { port } = new SharedWorker(script, { type: 'module', name: crypto.randomUUID() });
      port.start();
      return answerOf(port, () => port.postMessage(asked));
    }
    case 'service worker': {
      await navigator.serviceWorker.register(script, { type: 'module', scope: '/' });
      const { active } = await navigator.serviceWorker.ready;
      const { port1, port2 } = new MessageChannel();
      port1.start();
      return answerOf(port1, () => active?.postMessage(asked, [port2]));
    }
    default:
      return asked.context satisfies never;
  }
}

const script = new URL('worker-script.ts', import.meta.url);

function answerOf(port: EventTarget, ask: () => void): Promise<Outcomes> {
  return new Promise((resolve, reject) => {
    port.addEventListener('message', (event) => resolve((event as MessageEvent<Outcomes>).data));
    port.addEventListener('error', (event) => reject(new Error((event as ErrorEvent).message)));
    ask();
  });
}

declare global {
  // oxlint-disable-next-line no-var -- Only a var is a property of the global object.
  var runCasesIn: typeof runIn;
}
globalThis.runCasesIn = runIn;
