import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { backupCommand, restoreCommand } from './backup-command.ts';
import { benchCommand } from './bench-command.ts';
import { publishCommand } from './publish-command.ts';
import { serveCommand } from './serve-command.ts';
import { subscribeCommand } from './subscribe-command.ts';

/** The command `spillway`. */
export function createProgram(): Command {
  return new Command('spillway')
    .description('Server-to-browser push: publish with one POST, subscribe with EventSource')
    .version(ownVersion())
    .showHelpAfterError('(--help shows all options)')
    .addCommand(serveCommand())
    .addCommand(publishCommand())
    .addCommand(subscribeCommand())
    .addCommand(backupCommand())
    .addCommand(restoreCommand())
    .addCommand(benchCommand());
}

function ownVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
