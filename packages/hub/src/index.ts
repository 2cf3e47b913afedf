export { startHubServer } from './hub-server.ts';
export type { HubServer } from './hub-server.ts';
export { SettingsError } from './settings.ts';
export type { AuthSettings, HubServerSettings } from './settings.ts';
export type { Distribution, LoadReport } from './load/report.ts';
