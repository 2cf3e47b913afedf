import { stat } from 'node:fs/promises';
import { SpillwayError, checkCorsOptions } from 'spillway';
import { checkAnonymous } from './auth/authorize.ts';
import { checkReach } from './loopback.ts';
import { isFileInside } from './public-folder.ts';
import { type HubServerSettings, SettingsError } from './settings.ts';

/** Refuses settings that cannot be used, before anything is opened. */
export async function checkSettings(settings: HubServerSettings): Promise<void> {
  checkReach(settings);
  checkAnonymous(settings.auth);
  checkClockTolerance(settings.auth.clockToleranceSeconds);
  checkHeartbeat(settings.heartbeatSeconds);
  checkCors(settings);
  if (settings.publicFolder !== undefined) await checkPublicFolder(settings.publicFolder, settings);
}

function checkHeartbeat(seconds = 15): void {
  if (seconds >= 0.1 && seconds <= 86_400) return;
  throw new SettingsError('--heartbeat-seconds must be a number from 0.1 to 86400 (a day)');
}

/** The library has the rule; its message names the library's options. */
function checkCors({ corsOrigins, corsHeaders }: HubServerSettings): void {
  try {
    checkCorsOptions({ origins: corsOrigins, headers: corsHeaders });
  } catch (cause) {
    if (!(cause instanceof SpillwayError)) throw cause;
    const message = cause.message.replace('cors.origins', '--cors-origin').replace('cors.headers', '--cors-header');
    throw new SettingsError(message, { cause });
  }
}

function checkClockTolerance(seconds = 0): void {
  if (seconds >= 0 && seconds <= 3600) return;
  throw new SettingsError('--clock-tolerance-seconds must be a number from 0 to 3600 (an hour)');
}

async function checkPublicFolder(folder: string, settings: HubServerSettings): Promise<void> {
  const found = await stat(folder).catch((cause: unknown) => {
    throw new SettingsError(`--public names the folder ${folder}, which cannot be read`, { cause });
  });
  if (!found.isDirectory()) throw new SettingsError(`--public must name a folder, and ${folder} is a file`);
  for (const [setting, file] of secretFiles(settings)) {
    if (isFileInside(file, folder)) {
      throw new SettingsError(
        `--public ${folder} holds ${file} (${setting}), which everyone could read: move it out of this folder, or serve another`,
      );
    }
  }
}

/** Files that must stay private, with the settings that name them. */
function secretFiles({ log, auth, tls }: HubServerSettings): readonly (readonly [setting: string, file: string])[] {
  const files: [string, string][] = [];
  if (log.startsWith('sqlite:')) files.push(['--log', log.slice('sqlite:'.length)]);
  for (const key of auth.keys) if (key.startsWith('@')) files.push(['--key', key.slice(1)]);
  if (tls) files.push(['--tls-key', tls.keyFile]);
  return files;
}
