export { startHubServer } from './hub-server.ts';
export type { HubServer } from './hub-server.ts';
export { SettingsError } from './settings.ts';
export type { AuthSettings, HubServerSettings } from './settings.ts';
