import { onTestFinished } from 'vitest';
import { type HubServer, type HubServerSettings, startHubServer } from '../src/index.ts';

/** Settings as the command line has them by default, but for a free port, and nothing on disk or on the terminal. */
export const quietSettings: HubServerSettings = {
  host: '127.0.0.1',
  port: 0,
  log: 'memory:',
  retention: {},
  auth: {
    keys: [],
    jwksUrl: undefined,
    issuer: undefined,
    audience: undefined,
    cookie: 'spillway',
    clockToleranceSeconds: undefined,
    anonymous: { publish: [], subscribe: [] },
  },
  tls: undefined,
  corsOrigins: [],
  corsHeaders: [],
  hosts: [],
  publicFolder: undefined,
  limits: {},
  heartbeatSeconds: undefined,
  retryMs: undefined,
  tapeBytes: undefined,
  recentEvents: undefined,
  recentBytes: undefined,
  bareHandles: true,
  logLevel: 'silent',
};

/** Runs a standalone hub in this process until the test is over. */
export async function runHub(settings: Partial<HubServerSettings> = {}): Promise<HubServer> {
  const server = await startHubServer({ ...quietSettings, ...settings });
  onTestFinished(() => server.close());
  return server;
}
