/**
 * The standalone hub, `spillway serve`, as it comes: every setting that is not named here has its default, among them
 * what the log keeps. It runs from its source, as every npm script does.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawnServer } from '../server-process.ts';
import { writeCertificate } from './certificate.ts';
import type { Peer } from './peer.ts';

export const hubMemory = hub({
  name: 'hub-memory',
  title: 'Spillway hub, memory log',
  about: 'spillway serve --log memory: with defaults.',
  options: async () => ['--log', 'memory:'],
  loadOptions: [],
});

export const hubSmallHeap = hub({
  name: 'hub-small-heap',
  title: 'Spillway hub, memory log, small young generation',
  about:
    'The same with NODE_OPTIONS=--max-semi-space-size=2: V8 collects what is young in steps of 2 MiB, not 16, for a hub whose streams are many and mostly idle.',
  nodeOptions: ['--max-semi-space-size=2'],
  options: async () => ['--log', 'memory:'],
  loadOptions: [],
});

export const hubSqlite = hub({
  name: 'hub-sqlite',
  title: 'Spillway hub, SQLite log',
  about:
    'spillway serve --log sqlite:FILE with defaults: every event is on disk, with fsync, before it is acknowledged.',
  options: async (folder) => ['--log', `sqlite:${join(folder, 'events.db')}`],
  loadOptions: [],
});

export const hubHttp2 = hub({
  name: 'hub-http2',
  title: 'Spillway hub, memory log, HTTP/2',
  about: 'spillway serve --log memory: --tls-cert FILE --tls-key FILE with defaults, read over HTTP/2 and TLS.',
  async options(folder) {
    const { certFile, keyFile } = await writeCertificate(folder);
    return ['--log', 'memory:', '--tls-cert', certFile, '--tls-key', keyFile];
  },
  loadOptions: ['--transport', 'http2', '--insecure'],
});

interface Hub extends Pick<Peer, 'name' | 'title' | 'about'> {
  readonly nodeOptions?: readonly string[];
  readonly options: (folder: string) => Promise<readonly string[]>;
  readonly loadOptions: readonly string[];
}

function hub({ nodeOptions = [], options, loadOptions, ...names }: Hub): Peer {
  return {
    ...names,
    configuration: ['spillway-hub.ts'],
    availability: () => ({ runs: true, version: `@spillway/hub ${ownVersion()}, Node ${process.version}` }),
    async start(processors) {
      const folder = await mkdtemp(join(tmpdir(), 'spillway-bench-hub-'));
      const node = [...nodeOptions, '--conditions=@spillway/source', '--disable-warning=ExperimentalWarning'];
      const serve = [...node, main, 'serve', '--port', '0', ...(await options(folder))];
      const child = spawnServer(processors.pin('server', process.execPath, serve));
      const stop = async (): Promise<void> => {
        await child.stop();
        await rm(folder, { recursive: true });
      };
      try {
        const url = await child.printed(/^Spillway listens on (\S+) /m);
        return { pids: [child.pid], loadArguments: [`${url}/events`, ...loadOptions], ended: child.ended, stop };
      } catch (error) {
        await stop();
        throw error;
      }
    },
  };
}

const packageFile = import.meta.resolve('@spillway/hub/package.json');
const main = fileURLToPath(new URL('src/main.ts', packageFile));

function ownVersion(): string {
  return (JSON.parse(readFileSync(new URL(packageFile), 'utf8')) as { version: string }).version;
}
