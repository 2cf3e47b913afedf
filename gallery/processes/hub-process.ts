import { fileURLToPath } from 'node:url';
import { type LastingProcess, type LastingProcessOptions, startLastingProcess } from './lasting-process.ts';

export interface HubProcessOptions extends Pick<LastingProcessOptions, 'onRestart'> {
  /** The options of `spillway serve`, by their names without the dashes. */
  readonly settings: Readonly<Record<string, string>>;
}

// From its source, as every script of this repository runs it.
const spillway = fileURLToPath(new URL('src/main.ts', import.meta.resolve('@spillway/hub/package.json')));

/** Starts a standalone hub, and resolves when it listens. Rejects with its own words where it cannot even start. */
export function startHubProcess({ settings, onRestart }: HubProcessOptions): Promise<LastingProcess> {
  const parameters = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const command = ['--conditions=@spillway/source', spillway, 'serve', ...parameters];
  return startLastingProcess({ name: 'the hub', command, onRestart });
}
