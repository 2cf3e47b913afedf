import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { SpillwayError } from 'spillway';
import { openSqliteLog, restoreSqliteLog } from 'spillway/log/sqlite';
import { requestBackup } from '../backup-socket.ts';
import { sqlitePath } from '../open-log.ts';
import { SettingsError } from '../settings.ts';
import { logOption } from './log-option.ts';

interface BackupOptions {
  readonly log: string;
  readonly force?: boolean;
}

export function backupCommand(): Command {
  return new Command('backup')
    .description('write a backup of the log; a hub that has it goes on meanwhile')
    .argument('<file>', 'where to write it')
    .addOption(logOption())
    .option('--force', 'replace a file that is there')
    .action((file: string, options: BackupOptions, command: Command) =>
      reporting(command, async () => {
        const path = logPath(options);
        if (!existsSync(path)) throw new SettingsError(`there is no log at ${path}: name one with --log`);
        const request = { to: resolve(file), overwrite: options.force === true };
        const stopShowing = showProgress(`${request.to}-draft`, path);
        try {
          if (!(await requestBackup(path, request))) await backUpClosedLog(path, request);
        } finally {
          stopShowing();
        }
        console.log(`${file}: ${megabytes(file)} MB. To use it: spillway restore ${file} --log ${options.log}`);
      }),
    );
}

export function restoreCommand(): Command {
  return new Command('restore')
    .description('make a log of a backup again; no hub may have the log meanwhile')
    .argument('<file>', 'the backup')
    .addOption(logOption())
    .option('--force', 'replace the log that is there')
    .action((file: string, options: BackupOptions, command: Command) =>
      reporting(command, async () => {
        const path = logPath(options);
        restoreSqliteLog(file, path, { overwrite: options.force === true });
        console.log(`${path}: restored from ${file}, with a new epoch. Subscribers that had read further get a gap.`);
      }),
    );
}

function logPath({ log }: BackupOptions): string {
  const path = sqlitePath(log);
  if (path === undefined)
    throw new SettingsError(`--log must be sqlite:PATH, for nothing else is in a file: not "${log}"`);
  return path;
}

/** No hub has the log, so this process opens it, and trims nothing of it. */
async function backUpClosedLog(path: string, { to, overwrite }: { to: string; overwrite: boolean }): Promise<void> {
  const log = await openSqliteLog(path, { retention: { bytes: Infinity } });
  try {
    await log.backup(to, { overwrite });
  } finally {
    await log.close();
  }
}

/** Shows in a terminal how much has been written. */
function showProgress(draft: string, path: string): () => void {
  if (!process.stderr.isTTY) return () => {};
  const timer = setInterval(() => {
    if (existsSync(draft)) process.stderr.write(`\r${megabytes(draft)} of about ${megabytes(path)} MB `);
  }, 500);
  return () => {
    clearInterval(timer);
    process.stderr.write('\r\u001b[K');
  };
}

function megabytes(file: string): string {
  return (statSync(file).size / 1e6).toFixed(1);
}

async function reporting(command: Command, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof SpillwayError) && !(error instanceof SettingsError)) throw error;
    const isThere = error instanceof SpillwayError && error.code === 'invalid-option';
    command.error(`spillway: ${error.message}${isThere ? ' (--force)' : ''}`);
  }
}
