import { text } from 'node:stream/consumers';
import { Command } from 'commander';
import { type RemoteHub, authorization, eventsUrl, problemText, tokenOption, urlOption } from './remote-hub.ts';
import { positiveNumber, wholeNumber } from './option-values.ts';

interface PublishOptions extends RemoteHub {
  readonly event?: string;
  readonly id?: string;
  readonly key?: string;
  readonly ttl?: number;
  readonly retry?: number;
  readonly lines?: boolean;
}

export function publishCommand(): Command {
  return new Command('publish')
    .description('publish an event, and print its id')
    .argument('<topic>', 'the topic')
    .argument('[data]', 'the data; without it, what comes on standard input')
    .option('--event <type>', 'event type')
    .option('--id <id>', 'id of your own: publishing it again changes nothing')
    .option('--key <key>', 'supersedes earlier events of the same topic and key')
    .option('--ttl <seconds>', 'for how long it is worth delivering', positiveNumber)
    .option('--retry <ms>', 'reconnection time for browsers', wholeNumber(0))
    .option('--lines', 'each line of standard input is an event of its own; all are published, or none')
    .addOption(urlOption())
    .addOption(tokenOption())
    .action(async (topic: string, data: string | undefined, options: PublishOptions, command: Command) => {
      const { event, id, key, ttl, retry } = options;
      const shared = { topic, event, key, ttl, retry };
      const input = data ?? (await text(process.stdin)).replace(/\r?\n$/, '');
      const body = options.lines
        ? input.split(/\r?\n/).map((line) => ({ ...shared, data: line }))
        : { ...shared, id, data: input };
      const response = await fetch(eventsUrl(options), {
        method: 'POST',
        headers: { ...authorization(options), 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }).catch((cause: unknown) => command.error(`spillway: no hub answers at ${options.url} (${reasonOf(cause)})`));
      if (!response.ok) command.error(`spillway: ${await problemText(response)}`);
      const answer = (await response.json()) as { id: string } | { ids: readonly string[] };
      console.log('ids' in answer ? answer.ids.join('\n') : answer.id);
    });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
