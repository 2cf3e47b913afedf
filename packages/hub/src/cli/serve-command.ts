import { Command, Option } from 'commander';
import { closest, distance } from 'fastest-levenshtein';
import { SpillwayError } from 'spillway';
import { type HubServer, startHubServer } from '../hub-server.ts';
import { type HubServerSettings, SettingsError } from '../settings.ts';
import { logOption } from './log-option.ts';
import { list, nonNegativeNumber, positiveNumber, wholeNumber } from './option-values.ts';

/** An option that can also be set as `SPILLWAY_…`. */
function setting(flags: string, description: string): Option {
  const option = new Option(flags, description);
  return option.env(`SPILLWAY_${option.name().toUpperCase().replaceAll('-', '_')}`);
}

function limit(flags: string, description: string, least = 1): Option {
  return setting(flags, description).argParser(wholeNumber(least));
}

interface ServeOptions {
  readonly host: string;
  readonly port: number;
  readonly log: string;
  readonly keepEvents?: number;
  readonly keepBytes?: number;
  readonly keepSeconds?: number;
  readonly key: readonly string[];
  readonly jwksUrl?: string;
  readonly issuer?: string;
  readonly audience?: string;
  readonly cookie: string;
  readonly clockToleranceSeconds?: number;
  readonly anonymousPublish: readonly string[];
  readonly anonymousSubscribe: readonly string[];
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly corsOrigin: readonly string[];
  readonly corsHeader: readonly string[];
  readonly allowHost: readonly string[];
  readonly public?: string;
  readonly maxBodyBytes?: number;
  readonly maxDataBytes?: number;
  readonly maxTopicBytes?: number;
  readonly maxIdBytes?: number;
  readonly maxEventTopics?: number;
  readonly maxStreamTopics?: number;
  readonly maxBatchEvents?: number;
  readonly maxPageEvents?: number;
  readonly maxWaitSeconds?: number;
  readonly heartbeatSeconds?: number;
  readonly retryMs?: number;
  readonly tapeBytes?: number;
  readonly recentEvents?: number;
  readonly recentBytes?: number;
  readonly bareHandles: string;
  readonly logLevel: string;
}

export function serveCommand(): Command {
  return new Command('serve')
    .description('run a hub; every option can also be set in the environment')
    .optionsGroup('Where it listens and what it keeps:')
    .addOption(setting('--host <address>', 'address to listen on').default('127.0.0.1'))
    .addOption(
      setting('--port <number>', 'port to listen on; 0 takes a free one')
        .default(3000)
        .argParser(wholeNumber(0, 65_535)),
    )
    .addOption(logOption())
    .addOption(limit('--keep-events <count>', 'keep at most so many events'))
    .addOption(limit('--keep-bytes <bytes>', 'keep at most so many bytes (default: 1 GiB on disk, 64 MiB in memory)'))
    .addOption(setting('--keep-seconds <seconds>', 'keep nothing that is older').argParser(positiveNumber))
    .addOption(setting('--public <folder>', 'files to serve in place of the start page'))
    .optionsGroup('Who may do what:')
    .addOption(
      setting(
        '--key <key>',
        'checks tokens: a secret of 32 bytes or more, a public key (PEM, DER, JWK), or @FILE (read again at SIGHUP); repeatable',
      )
        .default([])
        .argParser((key: string, before: readonly string[]) => [...before, key]),
    )
    .addOption(setting('--jwks-url <url>', "checks tokens by an identity provider's keys"))
    .addOption(setting('--issuer <name>', 'tokens must have this issuer (iss)'))
    .addOption(setting('--audience <name>', 'tokens must be for this audience (aud)'))
    .addOption(setting('--cookie <name>', 'cookie that may carry the token').default('spillway'))
    .addOption(
      setting(
        '--clock-tolerance-seconds <seconds>',
        'how far clocks may differ for exp and nbf (default: 10)',
      ).argParser(nonNegativeNumber),
    )
    .addOption(
      setting('--anonymous-subscribe <patterns...>', 'topics that anyone may read without a token')
        .default([])
        .argParser(list),
    )
    .addOption(
      setting('--anonymous-publish <patterns...>', 'topics that anyone may publish to without a token')
        .default([])
        .argParser(list),
    )
    .addOption(
      setting('--cors-origin <origins...>', 'origins whose pages may publish and read, such as https://*.app.example')
        .default([])
        .argParser(list),
    )
    .addOption(
      setting('--cors-header <names...>', 'further request headers that those pages may send, such as traceparent')
        .default([])
        .argParser(list),
    )
    .addOption(
      setting('--allow-host <names...>', 'further Host names to answer to on loopback').default([]).argParser(list),
    )
    .addOption(setting('--tls-cert <file>', 'certificate (PEM); serves HTTPS with HTTP/2 and HTTP/1.1'))
    .addOption(setting('--tls-key <file>', 'its private key (PEM)'))
    .optionsGroup('Limits:')
    .addOption(limit('--max-body-bytes <bytes>', 'body of one publish (default: 1 MiB)'))
    .addOption(limit('--max-data-bytes <bytes>', 'data of one event (default: 1 MiB)'))
    .addOption(limit('--max-topic-bytes <bytes>', 'one topic (default: 1024)'))
    .addOption(limit('--max-id-bytes <bytes>', 'an id, event type or key (default: 255)'))
    .addOption(limit('--max-event-topics <count>', 'topics of one event (default: 100)'))
    .addOption(limit('--max-stream-topics <count>', 'topics of one stream (default: 100)'))
    .addOption(limit('--max-batch-events <count>', 'events of one batch (default: 10000)'))
    .addOption(limit('--max-page-events <count>', 'events of one page (default: 1000)'))
    .addOption(limit('--max-wait-seconds <seconds>', 'long polling (default: 60)', 0))
    .optionsGroup('Streams:')
    .addOption(
      setting('--heartbeat-seconds <seconds>', 'longest silence on a stream (default: 15)').argParser(positiveNumber),
    )
    .addOption(limit('--retry-ms <ms>', 'reconnection time that browsers are told (default: 2000)', 0))
    .addOption(limit('--tape-bytes <bytes>', 'how far a live stream may fall behind (default: 1 MiB)'))
    .addOption(limit('--recent-events <count>', 'events in memory for resumes (default: 10000)', 0))
    .addOption(limit('--recent-bytes <bytes>', 'their bytes (default: 16 MiB)', 0))
    .addOption(
      setting('--bare-handles <when>', "take connections below Node's sockets, where its internals allow it")
        .default('auto')
        .choices(['auto', 'never']),
    )
    .addOption(
      setting('--log-level <level>', 'how much to log')
        .default('warn')
        .choices(['debug', 'info', 'warn', 'error', 'silent']),
    )
    .action(async (options: ServeOptions, command: Command) => {
      try {
        checkVariables(process.env, command);
        const starting = startHubServer(settingsOf(options));
        outliveOutput();
        reloadOnHangup(starting);
        const server = await starting;
        console.log(welcome(server.url, options));
        closeOnSignal(server);
      } catch (error) {
        if (error instanceof SettingsError || error instanceof SpillwayError)
          command.error(`spillway: ${error.message}`);
        throw error;
      }
    });
}

/**
 * Refuses `SPILLWAY_…` variables that no command knows: a misspelt `SPILLWAY_KEY` would leave the hub without one.
 *
 * @throws SettingsError
 */
function checkVariables(environment: NodeJS.ProcessEnv, serve: Command): void {
  const commands = serve.parent?.commands ?? [serve];
  const known = commands.flatMap(({ options }) => options.flatMap(({ envVar }) => envVar ?? []));
  const unknown = Object.keys(environment).find((name) => name.startsWith('SPILLWAY_') && !known.includes(name));
  if (unknown === undefined) return;
  const nearest = closest(unknown, known);
  const advice = distance(unknown, nearest) <= 4 ? `did you mean ${nearest}?` : '--help shows every setting';
  throw new SettingsError(`the environment has ${unknown}, which is no setting: ${advice}`);
}

function settingsOf(options: ServeOptions): HubServerSettings {
  const { tlsCert, tlsKey } = options;
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    throw new SettingsError('--tls-cert and --tls-key go together: set both or neither');
  }
  return {
    host: options.host,
    port: options.port,
    log: options.log,
    retention: given({ events: options.keepEvents, bytes: options.keepBytes, seconds: options.keepSeconds }),
    auth: {
      keys: options.key,
      jwksUrl: options.jwksUrl,
      issuer: options.issuer,
      audience: options.audience,
      cookie: options.cookie,
      clockToleranceSeconds: options.clockToleranceSeconds,
      anonymous: { publish: options.anonymousPublish, subscribe: options.anonymousSubscribe },
    },
    tls: tlsCert !== undefined && tlsKey !== undefined ? { certFile: tlsCert, keyFile: tlsKey } : undefined,
    corsOrigins: options.corsOrigin,
    corsHeaders: options.corsHeader,
    hosts: options.allowHost,
    publicFolder: options.public,
    limits: given({
      bodyBytes: options.maxBodyBytes,
      dataBytes: options.maxDataBytes,
      topicBytes: options.maxTopicBytes,
      idBytes: options.maxIdBytes,
      topicsPerEvent: options.maxEventTopics,
      topicsPerStream: options.maxStreamTopics,
      eventsPerBatch: options.maxBatchEvents,
      eventsPerPage: options.maxPageEvents,
      waitSeconds: options.maxWaitSeconds,
    }),
    heartbeatSeconds: options.heartbeatSeconds,
    retryMs: options.retryMs,
    tapeBytes: options.tapeBytes,
    recentEvents: options.recentEvents,
    recentBytes: options.recentBytes,
    bareHandles: options.bareHandles === 'auto',
    logLevel: options.logLevel,
  };
}

/** Only what was given: an absent setting leaves the default to the library. */
function given<Key extends string>(values: Record<Key, number | undefined>): Partial<Record<Key, number>> {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Record<Key, number>>;
}

function welcome(url: string, { key, jwksUrl, log }: ServeOptions): string {
  const token = key.length === 0 && jwksUrl === undefined ? '' : " -H 'Authorization: Bearer …'";
  return `Spillway listens on ${url} and keeps events in ${log}

  publish     curl${token} ${url}/events -d topic=demo -d data=hello
  subscribe   curl${token} -N '${url}/events?topic=demo'
  in a page   new EventSource('${url}/events?topic=demo')
`;
}

/** A terminal that was closed, or a full disk, takes no more output: there is nowhere to report it, and the hub goes on. */
function outliveOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

/** Reads keys and the certificate again at SIGHUP, which without a handler ends the process. */
function reloadOnHangup(starting: Promise<HubServer>): void {
  process.on('SIGHUP', () => {
    void starting
      .then((server) => server.reload())
      .then(
        (changes) => console.log(`Spillway reloads at SIGHUP. ${changes.join('; ') || 'There is nothing to reload'}.`),
        // A hub that does not start says why itself.
        () => undefined,
      );
  });
}

/** The first signal closes the hub in good order; the second does not wait for it. */
function closeOnSignal(server: HubServer): void {
  let closingSince: number | undefined;
  const handle = () => {
    if (closingSince === undefined) {
      closingSince = performance.now();
      void server.close().then(() => process.exit(0));
    } else if (performance.now() - closingSince > sameSignalMs) {
      process.exit(1);
    }
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
}

/** A terminal sends Ctrl-C to npm and to the hub, and npm passes it on: within this time a second signal is the first one. */
const sameSignalMs = 500;
