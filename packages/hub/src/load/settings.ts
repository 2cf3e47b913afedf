import { LoadTestError } from './error.ts';
import { headerBytes, mostPublishers } from './payload.ts';
import type { LoadPlan } from './plan.ts';
import { hasPlaceholder, placeholdersOf } from './template.ts';

/** A load test as the command line has it. Times are in seconds. */
export interface LoadSettings {
  readonly url: string;
  readonly subscribers: number;
  readonly topics: number;
  readonly ownTopics?: boolean;
  readonly header: readonly string[];
  readonly transport: LoadPlan['transport'];
  readonly connections?: number;
  readonly say: readonly string[];
  readonly insecure?: boolean;
  readonly stalled: number;
  readonly storm: number;
  readonly behind: number;
  readonly publishUrl?: string;
  readonly publishHeader: readonly string[];
  readonly publishBody?: string;
  readonly batch: number;
  readonly publishers: number;
  readonly rate?: number;
  readonly size: number;
  readonly idle: number;
  readonly warmup: number;
  readonly duration: number;
  readonly drain: number;
  readonly pid: readonly number[];
  readonly threads: number;
}

/**
 * Makes a plan of settings, and leaves nothing to be assumed.
 *
 * @throws {@link LoadTestError} when they do not fit together.
 */
export function planOf(settings: LoadSettings): LoadPlan {
  const { transport, subscribers } = settings;
  const { subscribing, publishing } = templatesOf(settings);
  const connections =
    transport === 'http2' ? Math.min(subscribers, settings.connections ?? Math.ceil(subscribers / 100)) : subscribers;
  const plan: LoadPlan = {
    transport,
    subscribing,
    publishing,
    insecure: settings.insecure === true,
    subscribers,
    connections,
    topics: settings.topics,
    ownTopics: settings.ownTopics === true,
    publishers: settings.publishers,
    batch: settings.batch,
    ratePerSecond: settings.rate,
    dataBytes: settings.size,
    idleSeconds: settings.idle,
    warmupSeconds: settings.warmup,
    windowSeconds: settings.duration,
    drainSeconds: settings.drain,
    stalledSubscribers: settings.stalled,
    stormSubscribers: settings.storm,
    stormBehind: settings.behind,
    pids: settings.pid,
    threads: Math.min(settings.threads, connections),
  };
  checkPlan(plan);
  checkTemplates(plan);
  return plan;
}

function templatesOf(settings: LoadSettings): Pick<LoadPlan, 'subscribing' | 'publishing'> {
  const { url, header: headers, say: greetings, publishHeader } = settings;
  const isTemplate = [url, ...headers, ...greetings].some((template) => hasPlaceholder(template, 'topic'));
  if (isTemplate || settings.publishUrl !== undefined) {
    if (settings.publishUrl === undefined) {
      throw new LoadTestError('with {topic} in the URL there must be a --publish-url, to which events are posted');
    }
    return {
      subscribing: { url, headers, greetings },
      publishing: { url: settings.publishUrl, headers: publishHeader, body: settings.publishBody ?? '{data}' },
    };
  }
  const events = hubUrl(url);
  const query = `topic={topic}${settings.ownTopics === true ? '&topic={own}' : ''}`;
  return {
    subscribing: { url: `${events}${events.includes('?') ? '&' : '?'}${query}`, headers, greetings },
    publishing: {
      url: events,
      headers: publishHeader,
      body: settings.publishBody ?? '{"topic":"{topic}","data":"{data}"}',
    },
  };
}

/** A hub may be named without the path of its events. */
function hubUrl(url: string): string {
  const parsed = URL.parse(url);
  return parsed?.pathname === '/' && parsed.search === '' ? new URL('/events', parsed).href : url;
}

function checkPlan(plan: LoadPlan): void {
  const { dataBytes, publishers, subscribers, stalledSubscribers, stormSubscribers, transport } = plan;
  refuseIf(dataBytes < headerBytes, `--size must be at least ${headerBytes}: each event tells so much of itself`);
  refuseIf(publishers > mostPublishers, `--publishers must be at most ${mostPublishers}`);
  refuseIf(
    stalledSubscribers + stormSubscribers > subscribers,
    '--stalled and --storm are parts of --subscribers: together they are more',
  );
  refuseIf(
    transport === 'websocket' && stormSubscribers > 0,
    '--storm needs event streams (Last-Event-ID): WebSocket has nothing like it',
  );
  refuseIf(transport !== 'websocket' && plan.subscribing.greetings.length > 0, '--say is for --transport websocket');
}

function checkTemplates(plan: LoadPlan): void {
  const { subscribing, publishing, topics, ownTopics } = plan;
  const subscribe = [subscribing.url, ...subscribing.headers, ...subscribing.greetings];
  const publish = [publishing.url, ...publishing.headers, publishing.body];
  for (const [templates, names] of [
    [subscribe, ['topic', 'own', 'subscriber']],
    [publish, ['topic', 'data']],
  ] as const) {
    const unknown = templates.flatMap(placeholdersOf).find((name) => !names.some((known) => known === name));
    const all = names.map((name) => `{${name}}`).join(', ');
    refuseIf(unknown !== undefined, `{${unknown}} is no placeholder here: there are ${all}`);
  }
  refuseIf(!has(publish, 'data'), '{data} must be in --publish-body (or --publish-url): events are known by it');
  if (topics > 1) {
    refuseIf(!has(subscribe, 'topic'), 'with more than one of --topics, {topic} must be in the URL');
    refuseIf(
      !has(publish, 'topic'),
      'with more than one of --topics, {topic} must be in --publish-url or --publish-body',
    );
  }
  refuseIf(ownTopics && !has(subscribe, 'own'), 'with --own-topics, {own} must be in the URL');
  for (const header of [...subscribing.headers, ...publishing.headers]) {
    refuseIf(!/^[\w!#$%&'*+.^`|~-]+:[^\r\n]*$/.test(header), `"${header}" is no header: give it as "Name: value"`);
  }
  checkUrl(subscribing.url, plan.transport === 'websocket' ? ['http:', 'https:', 'ws:', 'wss:'] : ['http:', 'https:']);
  checkUrl(publishing.url, ['http:', 'https:']);
  refuseIf(
    plan.transport === 'http2' && !subscribing.url.startsWith('https:'),
    '--transport http2 needs an https URL: HTTP/2 is spoken over TLS',
  );
}

function checkUrl(template: string, protocols: readonly string[]): void {
  const url = URL.parse(template);
  const names = protocols.map((protocol) => protocol.slice(0, -1)).join(' or ');
  refuseIf(url === null, `"${template}" is no URL: give one such as http://127.0.0.1:3000`);
  refuseIf(url !== null && !protocols.includes(url.protocol), `"${template}" must begin with ${names}`);
}

function has(templates: readonly string[], name: string): boolean {
  return templates.some((template) => hasPlaceholder(template, name));
}

function refuseIf(isWrong: boolean, message: string): void {
  if (isWrong) throw new LoadTestError(message);
}
