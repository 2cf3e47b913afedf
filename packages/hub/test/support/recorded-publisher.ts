import { type Agent, Agent as HttpAgent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { SeededRandom } from './seeded-random.ts';

/** What a publisher sent with one POST, and what became of it as far as the publisher knows. */
export interface PublishRecord {
  /** For messages: which publisher, which of its publishes, what kind. */
  readonly name: string;
  readonly events: readonly SentEvent[];
  /** Whether the hub should take it. */
  readonly isValid: boolean;
  readonly outcome: Outcome;
}

/** Each event's data is one of a kind, so that a subscriber's events tell what became of it. */
export interface SentEvent {
  readonly topic: string | readonly string[];
  readonly data: string;
  readonly id?: string;
}

export type Outcome =
  | { readonly kind: 'acknowledged'; readonly ids: readonly string[] | undefined }
  | { readonly kind: 'refused'; readonly status: number; readonly code: string }
  /** The connection was lost before an answer came. */
  | { readonly kind: 'unknown' };

export interface PublisherOptions {
  readonly name: string;
  readonly random: SeededRandom;
  readonly topics: readonly [string, ...string[]];
  /** Whether no further publish is to begin; one that has begun is still sent until it is answered. */
  readonly isStopped: () => boolean;
  /** Ends it where it stands. */
  readonly abandoned: AbortSignal;
  /** All bytes of a publish have left. */
  readonly onSent: () => void;
  readonly onAcknowledged: () => void;
}

/**
 * Publishes one POST after the other, of every kind, until it is stopped, and returns what it sent. A publish with ids
 * is sent again until it is answered; one without is given up when its connection is lost.
 */
export async function publishAndRecord(hubUrl: string, options: PublisherOptions): Promise<PublishRecord[]> {
  const { name, random, onSent, onAcknowledged, isStopped, abandoned } = options;
  const agent = new HttpAgent({ keepAlive: true, maxSockets: 1 });
  const records: PublishRecord[] = [];
  let again: Publish | undefined;
  for (let number = 0; !isStopped(); number++) {
    const isRepeat = again !== undefined && random.next() < 0.1;
    const publish: Publish = isRepeat && again ? again : makePublish(`${name}-${number}`, options);
    let attempt: Attempt;
    do {
      attempt = await post(hubUrl, publish, { agent, onSent });
      if (attempt.kind === 'unsent' || attempt.kind === 'unknown') await delay(5 + random.below(20));
      if (abandoned.aborted) return records;
    } while (attempt.kind === 'unsent' || (attempt.kind === 'unknown' && publish.hasIds));
    if (attempt.kind === 'acknowledged') onAcknowledged();
    records.push({ name: publish.name, events: publish.events, isValid: publish.isValid, outcome: attempt });
    if (publish.hasIds && publish.isValid) again = publish;
  }
  agent.destroy();
  return records;
}

interface Publish {
  readonly name: string;
  readonly events: readonly SentEvent[];
  readonly type: string;
  readonly body: string;
  /** Whether it can be sent again without harm. */
  readonly hasIds: boolean;
  readonly isValid: boolean;
}

const json = 'application/json';
const ndjson = 'application/x-ndjson';
const form = 'application/x-www-form-urlencoded';

function makePublish(name: string, { random, topics }: PublisherOptions): Publish {
  const kind = random.pick(['one', 'one', 'form', 'array', 'array', 'lines', 'lines', 'invalid', 'invalid']);
  const isBatch = kind === 'array' || kind === 'lines' || kind === 'invalid';
  const count = isBatch ? 2 + random.below(random.pick([4, 40])) : 1;
  const hasIds = random.next() < 0.5;
  const padding = 'x'.repeat(random.below(random.pick([10, 1000])));
  const events = Array.from({ length: count }, (_, index): SentEvent => {
    const topic = random.pick(topics);
    const second = random.pick(topics);
    return {
      topic: random.next() < 0.2 && second !== topic ? [topic, second] : topic,
      data: `${name} ${index + 1}/${count} ${padding}`,
      ...(hasIds && { id: `${name}.${index}` }),
    };
  });
  const made = { name: `${name} (${kind}${hasIds ? ' with ids' : ''})`, events, hasIds, isValid: true };
  switch (kind) {
    case 'one':
      return { ...made, type: json, body: JSON.stringify(events[0]) };
    case 'form':
      return { ...made, type: form, body: formOf(events) };
    case 'array':
      return { ...made, type: json, body: JSON.stringify(events) };
    case 'lines':
      return { ...made, type: ndjson, body: linesOf(events) };
    case 'invalid':
      return { ...made, ...spoilt(events, random), isValid: false };
    default:
      return kind satisfies never;
  }
}

/** A publish that the hub must refuse as a whole, though most of its events are good. */
function spoilt(events: readonly SentEvent[], random: SeededRandom): Pick<Publish, 'type' | 'body'> {
  const bad = random.below(events.length);
  const replaced = (field: object): readonly object[] =>
    events.map((event, index) => (index === bad ? { ...event, ...field } : event));
  return random.pick<() => Pick<Publish, 'type' | 'body'>>([
    () => ({ type: json, body: JSON.stringify(events).slice(0, -1) }),
    () => ({ type: json, body: JSON.stringify(replaced({ topic: 'orders/*' })) }),
    () => ({ type: json, body: JSON.stringify(replaced({ topic: 'orders/\u0000' })) }),
    () => ({ type: json, body: JSON.stringify(replaced({ topic: [] })) }),
    () => ({ type: json, body: JSON.stringify(replaced({ event: 'gap' })) }),
    () => ({ type: json, body: JSON.stringify(replaced({ id: 'two\nlines' })) }),
    () => ({ type: ndjson, body: linesOf(replaced({ ttl: -1 })) }),
    () => ({ type: ndjson, body: `${linesOf(events)}{"topic":"orders/1","data":\n` }),
    () => ({ type: ndjson, body: `${linesOf(events)}"no event"` }),
    () => ({ type: form, body: `${formOf(events)}&unheard=of` }),
    () => ({ type: 'text/plain', body: JSON.stringify(events) }),
  ])();
}

function linesOf(events: readonly object[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}

function formOf([event]: readonly SentEvent[]): string {
  if (event === undefined) return '';
  const { topic, data, id } = event;
  const fields = [topic].flat().map((each): [string, string] => ['topic', each]);
  fields.push(['data', data]);
  if (id !== undefined) fields.push(['id', id]);
  return new URLSearchParams(fields).toString();
}

/** Beyond the outcomes: nobody listened, so nothing was sent. */
type Attempt = Outcome | { readonly kind: 'unsent' };

function post(
  hubUrl: string,
  { type, body }: Publish,
  { agent, onSent }: { readonly agent: Agent; readonly onSent: () => void },
): Promise<Attempt> {
  return new Promise((resolve) => {
    const headers = { 'content-type': type, 'content-length': Buffer.byteLength(body) };
    const sent = request(`${hubUrl}/events`, { method: 'POST', headers, agent });
    sent.on('finish', onSent);
    sent.on('error', (error: NodeJS.ErrnoException) => {
      resolve({ kind: error.code === 'ECONNREFUSED' ? 'unsent' : 'unknown' });
    });
    sent.on('response', (response) => {
      const status = response.statusCode ?? 0;
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      // A status of 2xx is the acknowledgement, even if the hub dies before all of the body has come.
      response.on('error', () => undefined).on('close', () => resolve(outcomeOf(status, text, response.complete)));
    });
    sent.end(body);
  });
}

function outcomeOf(status: number, text: string, isComplete: boolean): Outcome {
  const answer = isComplete ? (JSON.parse(text) as { id?: string; ids?: string[]; code?: string }) : {};
  if (status >= 300) return { kind: 'refused', status, code: answer.code ?? '' };
  return { kind: 'acknowledged', ids: answer.ids ?? (answer.id === undefined ? undefined : [answer.id]) };
}
