import { styleText } from 'node:util';
import { Command, Option } from 'commander';
import type { DecodedEvent } from 'spillway/codec';
import { follow } from './followed-stream.ts';
import { type RemoteHub, tokenOption, urlOption } from './remote-hub.ts';

interface SubscribeOptions extends RemoteHub {
  readonly since?: string;
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
      const left = new AbortController();
      process.once('SIGINT', () => left.abort());
      // Whoever reads the pipe may have enough before we do.
      process.stdout.once('error', () => left.abort());
      const show = options.json ? showJson : showLine;
      for await (const followed of follow({ ...options, topics, signal: left.signal })) {
        switch (followed.kind) {
          case 'open':
            say(`connected to ${options.url}`);
            break;
          case 'event':
            console.log(show(followed.event, topics, new Date()));
            break;
          case 'lost':
            say(`${followed.reason}; again in ${followed.retryMs} ms`);
            break;
          case 'refused':
            command.error(`spillway: ${followed.reason}`);
            break;
          case 'ended':
            say('the stream is over');
            break;
          default:
            followed satisfies never;
        }
      }
    });
}

function showLine(
  { event = 'message', lastEventId, topics, data }: DecodedEvent,
  asked: readonly string[],
  at: Date,
): string {
  const time = styleText('dim', at.toTimeString().slice(0, 8));
  const id = styleText('dim', lastEventId);
  const topic = styleText('cyan', (topics ?? asked).join(' '));
  const type = styleText(event === 'gap' ? 'red' : 'green', event);
  return `${time}  ${id}  ${topic}  ${type}  ${printable(data)}`;
}

/** One line, whatever it holds; a control character that reached the terminal could act on it. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, (character) => {
    if (character === '\t') return character;
    return character === '\n' ? '\\n' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

function showJson(
  { event = 'message', lastEventId, topics, data }: DecodedEvent,
  asked: readonly string[],
  at: Date,
): string {
  return JSON.stringify({ time: at.toISOString(), id: lastEventId, topics: topics ?? asked, event, data });
}

/** What is about the stream, not of it, goes where a pipe does not take it. */
function say(text: string): void {
  console.error(styleText('dim', text, { stream: process.stderr }));
}
