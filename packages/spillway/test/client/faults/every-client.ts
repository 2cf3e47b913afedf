import { afterAll, beforeAll, describe, onTestFinished } from 'vitest';
import { forEachBrowser } from '../../../../hub/test/support/browsers.ts';
import { reasonToSkip, run, runtimes } from '../../runtimes/runtime.ts';
import { startFaultServer } from './fault-server.ts';
import type { FaultServer, Trials } from './fault-server.ts';

/** A runtime or browser beside a fault server. */
export interface Client {
  readonly name: string;
  readonly server: FaultServer;
  /** Begins with trials, within a test: they end with it. */
  goThrough(trials: Trials): Promise<void>;
}

/**
 * Defines the same tests for every runtime and browser: for Node 24 and Chromium always, for all others when the whole
 * matrix is asked for. What is not asked for or not installed has its tests skipped, and the title says why.
 */
export function forEachClient(define: (client: Client) => void): void {
  let server: FaultServer;
  beforeAll(async () => {
    server = await startFaultServer();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  for (const runtime of runtimes) {
    const reason = notAskedFor(runtime.name) || reasonToSkip(runtime);
    describe.skipIf(reason !== '')(`in ${runtime.name}${reason}`, () => {
      define({
        name: runtime.name,
        get server() {
          return server;
        },
        async goThrough({ url }) {
          const running = run(runtime, 'fault-trials.ts', url, '24');
          onTestFinished(() => running.stop());
        },
      });
    });
  }

  forEachBrowser((browser) => {
    const reason = notAskedFor(browser.name);
    describe.skipIf(reason !== '')(`for each fault${reason}`, () => {
      define({
        name: browser.name,
        get server() {
          return server;
        },
        async goThrough({ url }) {
          const page = await browser.openPage();
          await page.goto(server.url);
          // A browser has six connections for each server, and the page itself needs one.
          await page.evaluate(
            `import('/test/client/faults/tried-subscriber.ts').then((it) => void it.goThrough('${url}', 5))`,
          );
        },
      });
    });
  });
}

function notAskedFor(name: string): string {
  const isAskedFor = process.env['SPILLWAY_FAULTS'] || name === 'Node 24' || name === 'Chromium';
  return isAskedFor ? '' : ' (skipped: SPILLWAY_FAULTS=1 npm test runs it)';
}
