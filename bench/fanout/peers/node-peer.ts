import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { fileURLToPath } from 'node:url';
import { spawnServer } from '../server-process.ts';
import type { Peer, RunningPeer } from './peer.ts';

interface NodePeer extends Omit<Peer, 'configuration' | 'availability' | 'start'> {
  /** Its file in servers/. It prints the port that it listens on. */
  readonly server: string;
  /** The npm package that it shows, if any. */
  readonly package?: string;
  readonly loadArguments: (port: string) => readonly string[];
}

/** A peer that is a Node program of its own in servers/. */
export function nodePeer({ server, package: name, loadArguments, ...peer }: NodePeer): Peer {
  return {
    ...peer,
    configuration: [`servers/${server}`],
    availability: () => ({
      runs: true,
      version: `${name === undefined ? '' : versionOf(name)}Node ${process.version}`,
    }),
    async start(processors): Promise<RunningPeer> {
      const file = fileURLToPath(new URL(`./servers/${server}`, import.meta.url));
      const args = ['--conditions=@spillway/source', '--disable-warning=ExperimentalWarning', file];
      const child = spawnServer(processors.pin('server', process.execPath, args));
      try {
        const port = await child.printed(/^listening on (\d+)$/m);
        return { pids: [child.pid], loadArguments: loadArguments(port), ended: child.ended, stop: child.stop };
      } catch (error) {
        await child.stop();
        throw error;
      }
    },
  };
}

/** Publishing as every peer but Spillway takes it. */
export function publishing(port: string | number, scheme = 'http'): string[] {
  return ['--publish-url', `${scheme}://127.0.0.1:${port}/publish?topic={topic}`, '--publish-body', '{data}'];
}

function versionOf(name: string): string {
  const file = findPackageJSON(name, import.meta.url);
  if (file === undefined) throw new Error(`there is no package ${name}: npm ci installs it`);
  return `${name} ${(JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version}, `;
}
