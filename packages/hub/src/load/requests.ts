import { type LoadPlan, ownTopicName, topicName, topicOf } from './plan.ts';
import { fillTemplate } from './template.ts';
import { webSocketHeaders } from './websocket-protocol.ts';

/** The URL that a subscriber of a test opens. */
export function subscribeUrl(plan: LoadPlan, subscriber: number): URL {
  return new URL(fillTemplate(plan.subscribing.url, placeholders(plan, subscriber)));
}

/** What a subscriber says once its WebSocket is open. */
export function greetingsOf(plan: LoadPlan, subscriber: number): string[] {
  return plan.subscribing.greetings.map((text) => fillTemplate(text, placeholders(plan, subscriber)));
}

function placeholders(plan: LoadPlan, subscriber: number): Readonly<Record<string, string>> {
  return {
    topic: topicName(topicOf(subscriber, plan)),
    own: ownTopicName(subscriber),
    subscriber: String(subscriber),
  };
}

/** The request that opens a subscriber's stream over HTTP/1.1; `lastEventId` is empty the first time. */
export function subscribeRequest(plan: LoadPlan, subscriber: number, lastEventId: string): string {
  // The end of the answer is then the end of the connection: no chunk need be parsed to see that a stream was dropped.
  const headers = [
    'Accept: text/event-stream',
    'Connection: close',
    ...subscribeHeaders(plan, subscriber, lastEventId),
  ];
  return requestHead('GET', subscribeUrl(plan, subscriber), headers);
}

/** The request that opens a subscriber's WebSocket. */
export function webSocketRequest(plan: LoadPlan, subscriber: number): string {
  const headers = [...webSocketHeaders(), ...subscribeHeaders(plan, subscriber, '')];
  return requestHead('GET', subscribeUrl(plan, subscriber), headers);
}

/** The fields of the request that opens a subscriber's stream over HTTP/2 (RFC 9113, section 8.3.1). */
export function subscribeFields(plan: LoadPlan, subscriber: number, lastEventId: string): [string, string][] {
  const url = subscribeUrl(plan, subscriber);
  const headers = subscribeHeaders(plan, subscriber, lastEventId).map((header): [string, string] => {
    const colon = header.indexOf(':');
    return [header.slice(0, colon).toLowerCase(), header.slice(colon + 1).trim()];
  });
  return [
    [':method', 'GET'],
    [':scheme', 'https'],
    [':authority', url.host],
    [':path', url.pathname + url.search],
    ['accept', 'text/event-stream'],
    ...headers,
  ];
}

function subscribeHeaders(plan: LoadPlan, subscriber: number, lastEventId: string): string[] {
  const headers = plan.subscribing.headers.map((header) => fillTemplate(header, placeholders(plan, subscriber)));
  return lastEventId === '' ? headers : [...headers, `Last-Event-ID: ${lastEventId}`];
}

/** Makes the text of posts of events, each with its topic and data. */
export function createPostWriter(plan: LoadPlan): (events: readonly EventText[]) => string {
  const { url, headers, body } = plan.publishing;
  const type = contentType(plan);
  const all = headers.some((header) => /^content-type:/i.test(header)) ? headers : [...headers, type];
  const heads = new Map<string, string>();
  const headOf = (values: EventText): string => {
    const known = heads.get(values.topic);
    if (known !== undefined) return known;
    const head = requestHead(
      'POST',
      new URL(fillTemplate(url, { ...values })),
      all.map((header) => fillTemplate(header, { ...values })),
    ).slice(0, -2);
    // Data in the URL makes each head another one.
    if (!`${url}${headers.join('')}`.includes('{data}')) heads.set(values.topic, head);
    return head;
  };
  return (events) => {
    const lines = events.map((event) => fillTemplate(body, { ...event }));
    const text = lines.length === 1 ? (lines[0] ?? '') : `${lines.join('\n')}\n`;
    const [first = { topic: '', data: '' }] = events;
    return `${headOf(first)}Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
  };
}

export interface EventText {
  readonly topic: string;
  readonly data: string;
}

function contentType({ batch, publishing: { body } }: LoadPlan): string {
  if (batch > 1) return 'Content-Type: application/x-ndjson';
  return /^\s*[{[]/.test(body) && !body.startsWith('{data}')
    ? 'Content-Type: application/json'
    : 'Content-Type: text/plain; charset=utf-8';
}

function requestHead(method: string, url: URL, headers: readonly string[]): string {
  const host = headers.some((header) => /^host:/i.test(header)) ? [] : [`Host: ${url.host}`];
  const lines = [`${method} ${url.pathname}${url.search} HTTP/1.1`, ...host, ...headers];
  return `${lines.join('\r\n')}\r\n\r\n`;
}
