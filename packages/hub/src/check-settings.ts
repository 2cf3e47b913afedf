import { stat } from 'node:fs/promises';
import { checkReach } from './loopback.ts';
import { type HubServerSettings, SettingsError } from './settings.ts';

/** Refuses settings that cannot be used, before anything is opened. */
export async function checkSettings(settings: HubServerSettings): Promise<void> {
  checkReach(settings);
  checkHeartbeat(settings.heartbeatSeconds);
  for (const origin of settings.corsOrigins) checkCorsOrigin(origin);
  if (settings.publicFolder !== undefined) await checkPublicFolder(settings.publicFolder);
}

function checkHeartbeat(seconds = 15): void {
  if (seconds >= 0.1 && seconds <= 86_400) return;
  throw new SettingsError('--heartbeat-seconds must be a number from 0.1 to 86400 (a day)');
}

/** Any other text could not equal the `Origin` of a request, and so would allow nobody. */
function checkCorsOrigin(origin: string): void {
  if (origin === '*' || URL.parse(origin)?.origin === origin) return;
  throw new SettingsError(`--cors-origin takes origins such as https://app.example (or *), not "${origin}"`);
}

async function checkPublicFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch((cause: unknown) => {
    throw new SettingsError(`--public names the folder ${folder}, which cannot be read`, { cause });
  });
  if (!found.isDirectory()) throw new SettingsError(`--public must name a folder, and ${folder} is a file`);
}
