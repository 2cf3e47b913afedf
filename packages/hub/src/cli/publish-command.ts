import { text } from 'node:stream/consumers';
import { Command } from 'commander';
import {
  type RemoteHub,
  authorization,
  eventsUrl,
  problemText,
  reasonOf,
  tokenOption,
  urlOption,
} from './remote-hub.ts';
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
      if (options.lines && options.id !== undefined) {
        command.error('spillway: --id is for one event, and --lines publishes many');
      }
      const input = data ?? (await text(process.stdin));
      if (options.lines && input === '') {
        // A pipe that brings nothing is no mistake.
        console.error('nothing was published: standard input has no lines');
        return;
      }
      const response = await fetch(eventsUrl(options), {
        method: 'POST',
        headers: { ...authorization(options), 'content-type': 'application/json' },
        body: JSON.stringify(eventsOf(topic, data ?? input.replace(/\r?\n$/, ''), options)),
      }).catch((cause: unknown) => command.error(`spillway: no hub answers at ${options.url} (${reasonOf(cause)})`));
      if (!response.ok) command.error(`spillway: ${await problemText(response)}`);
      for (const id of await idsIn(response, command, options)) console.log(id);
    });
}

function eventsOf(topic: string, input: string, { event, id, key, ttl, retry, lines }: PublishOptions): unknown {
  const shared = { topic, event, key, ttl, retry };
  return lines ? input.split(/\r?\n/).map((data) => ({ ...shared, data })) : { ...shared, id, data: input };
}

async function idsIn(response: Response, command: Command, { url }: PublishOptions): Promise<readonly string[]> {
  const answer = (await response.json().catch(() => null)) as { id?: string; ids?: readonly string[] } | null;
  const ids = answer?.ids ?? (answer?.id === undefined ? undefined : [answer.id]);
  return ids ?? command.error(`spillway: what answers at ${url} is no hub`);
}
