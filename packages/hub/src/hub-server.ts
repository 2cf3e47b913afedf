import { type Logger, pino } from 'pino';
import { type EventsOptions, type Hub, createHub } from 'spillway';
import { putFrontBefore } from 'spillway/node';
import { type Authorize, authorizeByToken } from './auth/authorize.ts';
import { type TokenCheck, createTokenCheck } from './auth/token-check.ts';
import { checkSettings } from './check-settings.ts';
import { type Listener, listen } from './listener.ts';
import { checksTokens, hostsOf } from './loopback.ts';
import { type OpenedLog, openLog } from './open-log.ts';
import { logFailure, logRefusal } from './request-log.ts';
import { createRoutes } from './routes.ts';
import type { HubServerSettings } from './settings.ts';

/** A standalone hub that is listening. */
export interface HubServer {
  /** Where it is reached, such as `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly hub: Hub;
  /**
   * Reads the files of its keys and its certificate again, and resolves to what changed, one sentence each. What cannot be
   * used is logged as an error and stays as it was. Streams that are open stay open.
   */
  reload(): Promise<readonly string[]>;
  /** Ends every stream, closes the log and stops listening. */
  close(): Promise<void>;
}

/** Starts a standalone hub. Throws a `SettingsError` or `SpillwayError` that says what to change; nothing is left open then. */
export async function startHubServer(settings: HubServerSettings): Promise<HubServer> {
  await checkSettings(settings);
  // Standard error, so that what a command prints can be piped. pino's own destination never lets the process exit once a
  // write has failed, as on a full disk or a terminal that was closed.
  const logger = pino({ level: settings.logLevel, base: null }, process.stderr);
  const tokens = createTokenCheck(settings.auth);
  const authorize = tokens && authorizeByToken(tokens, settings.auth);

  // First the port: a hub that cannot have it leaves no log behind.
  const listener = await listen(settings, (error) => logger.error({ err: error }, 'a connection could not be taken'));
  const { hub, stopBackups } = await openHub(settings, logger).catch(async (error: unknown) => {
    await listener.stop();
    throw error;
  });
  const options = eventsOptions(settings, authorize, logger);
  listener.serve(
    createRoutes(hub, {
      ...options,
      publicFolder: settings.publicFolder,
      onUnhealthy: (error) => logger.error({ err: error }, 'the hub cannot append to its log'),
    }),
    (server) => putFrontBefore(server, hub, { ...options, bareHandles: settings.bareHandles }),
  );
  return {
    url: listener.url,
    hub,
    reload: () => reload(listener, tokens, logger),
    close: async () => {
      stopBackups();
      await close(listener, hub);
    },
  };
}

async function reload(listener: Listener, tokens: TokenCheck | undefined, logger: Logger): Promise<readonly string[]> {
  const changes: string[] = [];
  try {
    if (tokens) {
      const { added, removed, total } = tokens.reload();
      changes.push(`keys: ${added} added, ${removed} removed, ${total} in use`);
    }
  } catch (error) {
    logger.error({ err: error }, 'the new keys cannot be used: the hub keeps those that it has');
  }
  try {
    if (await listener.reloadCertificate()) changes.push('certificate: read again');
  } catch (error) {
    logger.error({ err: error }, 'the new certificate cannot be used: the hub keeps the one that it has');
  }
  return changes;
}

/** What was accepted is finished and answered. */
async function close(listener: Listener, hub: Hub): Promise<void> {
  listener.pause();
  await hub.close();
  await listener.stop();
}

interface OpenedHub extends Pick<OpenedLog, 'stopBackups'> {
  readonly hub: Hub;
}

async function openHub(settings: HubServerSettings, logger: Logger): Promise<OpenedHub> {
  const { limits, heartbeatSeconds, retryMs, tapeBytes, recentEvents, recentBytes } = settings;
  const { log, stopBackups } = await openLog(settings);
  try {
    const hub = createHub({
      log,
      limits,
      recent: {
        ...(recentEvents !== undefined && { events: recentEvents }),
        ...(recentBytes !== undefined && { bytes: recentBytes }),
      },
      onError: (error) => logger.error({ err: error }, 'a stream was ended'),
      ...(heartbeatSeconds !== undefined && { heartbeatMs: Math.round(heartbeatSeconds * 1000) }),
      ...(retryMs !== undefined && { retryMs }),
      ...(tapeBytes !== undefined && { tapeBytes }),
    });
    return { hub, stopBackups };
  } catch (error) {
    stopBackups();
    await log.close();
    throw error;
  }
}

function eventsOptions(settings: HubServerSettings, authorize: Authorize | undefined, logger: Logger): EventsOptions {
  return {
    authorize,
    cors: { origins: settings.corsOrigins, headers: settings.corsHeaders },
    hosts: hostsOf(settings),
    allowProxied: checksTokens(settings.auth),
    limits: settings.limits,
    onError: (error, request) => logFailure(logger, error, request),
    onRefusal: (error, request) => logRefusal(logger, error, request),
  };
}
