import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { freePort } from '../../../packages/hub/test/support/free-port.ts';
import { temporaryFolder } from '../../../packages/hub/test/support/temporary-folder.ts';
import { startLastingProcess } from '../../processes/lasting-process.ts';
import { buildSite } from '../../site/build-site.ts';

/** The real gallery, in a process of its own. */
export interface TestGallery {
  /** Such as `http://localhost:21234`. */
  readonly url: string;
  /** Where it keeps what it has. */
  readonly folder: string;
  /** Kills the process with SIGKILL, and resolves once another serves in its place. */
  crash(): Promise<void>;
  /** How many streams of `/events` are open. */
  streams(): Promise<number>;
}

const serve = join(import.meta.dirname, '..', '..', 'server', 'serve.ts');

/** Starts the gallery as `npm start` does, with an empty folder and further variables in its environment. */
export async function openGallery(environment: Readonly<Record<string, string>> = {}): Promise<TestGallery> {
  const gallery = await startTestGallery(await temporaryFolder(), environment);
  // Before its folder goes.
  onTestFinished(() => gallery[Symbol.asyncDispose]());
  return gallery;
}

/** The same, for more than one test: it is the caller who ends it. */
export async function startTestGallery(
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<TestGallery & AsyncDisposable> {
  const [port, site] = await Promise.all([freePort(), buildSite()]);
  const url = `http://localhost:${port}`;
  let restarted: (() => void) | undefined;
  const server = await startLastingProcess({
    name: 'the gallery',
    command: [
      '--conditions=@spillway/source',
      '--disable-warning=ExperimentalWarning',
      serve,
      `--port=${port}`,
      `--folder=${folder}`,
      `--site=${site}`,
    ],
    environment,
    onRestart: () => restarted?.(),
  });
  return {
    url,
    folder,
    async crash() {
      const next = new Promise<void>((resolve) => (restarted = resolve));
      process.kill(server.pid, 'SIGKILL');
      await next;
      await serving(url);
    },
    async streams() {
      const answer = await fetch(`${url}/api/process`);
      return ((await answer.json()) as { readonly streams: number }).streams;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** Resolves when the server answers: a process that has been started is not yet one that listens. */
async function serving(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/api/process`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
