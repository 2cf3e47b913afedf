import { connect } from 'node:net';
import type { SourceOfEvents } from './sources.ts';

/** How many bytes the whole answer has: a stream's up to its last event. */
export async function answerLength(source: SourceOfEvents, isOfPages: boolean): Promise<number> {
  const server = connect(source.port, '127.0.0.1');
  const query = new URLSearchParams([['since', 'earliest'], ...source.topics('').map((topic) => ['topic', topic])]);
  const headers = [
    `GET /events?${query} HTTP/1.1`,
    'Host: 127.0.0.1',
    `Accept: ${isOfPages ? 'application/json' : 'text/event-stream'}`,
    ...(source.lastEventId === undefined ? [] : [`Last-Event-ID: ${source.lastEventId}`]),
    'Connection: close',
  ];
  server.write(`${headers.join('\r\n')}\r\n\r\n`);
  let answer = '';
  // A character for each byte. The mark and what follows it come in one piece, since they are written as one.
  for await (const piece of server.setEncoding('latin1')) {
    answer += piece;
    if (answer.includes('last')) return answer.length;
  }
  throw new Error(`the answer has no last event: ${answer}`);
}
