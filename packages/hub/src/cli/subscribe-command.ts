import { once } from 'node:events';
import { styleText } from 'node:util';
import { Command, Option } from 'commander';
import {
  type ConnectionState,
  type FeedOptions,
  SpillwayError,
  type SubscriptionEvent,
  subscribe,
} from 'spillway/client';
import { type RemoteHub, eventsUrl, reasonOf, tokenOption, urlOption } from './remote-hub.ts';

interface SubscribeOptions extends RemoteHub {
  readonly since?: FeedOptions['since'];
  readonly cursor?: string;
  readonly json?: boolean;
}

export function subscribeCommand(): Command {
  return new Command('subscribe')
    .description('show events as they arrive; comes back by itself when the connection is lost')
    .argument('<topics...>', 'topics and patterns: orders/42, orders/:id, orders/*, *')
    .addOption(new Option('--since <place>', 'where to begin').choices(['now', 'earliest', 'latest']))
    .option('--cursor <id>', 'begin after this id')
    .option('--json', 'one JSON object a line, for pipes')
    .addOption(urlOption())
    .addOption(tokenOption())
    .action(async (topics: string[], options: SubscribeOptions, command: Command) => {
      const show = options.json ? showJson : showLine;
      const ending = new AbortController();
      process.once('SIGINT', () => ending.abort());
      // The reader of a pipe may leave first.
      process.stdout.once('error', () => ending.abort());
      const subscription = subscribe(eventsUrl(options), {
        topics,
        since: options.since,
        lastEventId: options.cursor,
        token: options.token,
        buffer: { events: 100 },
        signal: ending.signal,
      });
      subscription.onStateChange(() => {
        const status = statusOf(subscription.state, options);
        if (status !== undefined) say(status);
      });
      // Listeners get events and gaps in their order; the loop below holds the stream back while standard output is full.
      const print = (event: ShownEvent) => console.log(show(event, topics, new Date()));
      subscription.on('gap', (gap) => print({ ...gap, data: JSON.stringify(gap.data) }));
      subscription.on('*', print);
      try {
        for await (const _ of subscription) {
          if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain', ending);
        }
      } catch (error) {
        if (!ending.signal.aborted) command.error(`spillway: ${reasonOfEnd(error, options)}`);
      }
      if (!ending.signal.aborted) say('the stream is over');
    });
}

type ShownEvent = Pick<SubscriptionEvent, 'type' | 'data' | 'lastEventId' | 'topics'>;

/** What to say of a state; undefined where there is nothing to say. */
function statusOf(state: ConnectionState, { url }: RemoteHub): string | undefined {
  switch (state.phase) {
    case 'open':
      return `connected to ${url}${state.transport === 'stream' ? '' : ', by long polling: a proxy holds the stream back'}`;
    case 'waiting':
      return `${reasonOf(state.because.cause ?? state.because)}; again in ${state.delayMs} ms`;
    case 'connecting':
    case 'paused':
    case 'closed':
      return undefined;
    default:
      return state satisfies never;
  }
}

function reasonOfEnd(error: unknown, { url }: RemoteHub): string {
  if (!(error instanceof SpillwayError)) return reasonOf(error);
  if (error.code === 'unexpected-content-type') return `what answers at ${url} is no hub`;
  return error.status === undefined ? error.message : `${error.message} (${error.status} ${error.code})`;
}

function showLine({ type, lastEventId, topics, data }: ShownEvent, asked: readonly string[], at: Date): string {
  const time = styleText('dim', at.toTimeString().slice(0, 8));
  const id = styleText('dim', lastEventId);
  const topic = styleText('cyan', (topics.length > 0 ? topics : asked).join(' '));
  const event = styleText(type === 'gap' ? 'red' : 'green', type);
  return `${time}  ${id}  ${topic}  ${event}  ${printable(data)}`;
}

/** One line, whatever it holds; a control character that reached the terminal could act on it. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, (character) => {
    if (character === '\t') return character;
    return character === '\n' ? '\\n' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

function showJson({ type, lastEventId, topics, data }: ShownEvent, asked: readonly string[], at: Date): string {
  const shown = {
    time: at.toISOString(),
    id: lastEventId,
    topics: topics.length > 0 ? topics : asked,
    event: type,
    data,
  };
  return JSON.stringify(shown);
}

/** Status lines go to standard error, so that pipes stay clean. */
function say(text: string): void {
  console.error(styleText('dim', text, { stream: process.stderr }));
}
