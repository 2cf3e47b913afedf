import type { PublishedEvent } from './seen.ts';

/**
 * A stream as no hub writes it, but as the standard allows: after an id, in pieces, with every line end, a byte order
 * mark, fields that mean nothing, blocks without data and an id that moves by itself.
 */
export function wildStream(lastEventId: string, heartbeatMs: number): readonly string[] {
  const place = wildEvents.findIndex(({ id }) => id === lastEventId);
  const opening = `\ufeff: heartbeat ${heartbeatMs}\r\nretry:1\r\n: müßig\r\r`;
  return [opening, ...blocks.slice(place + 1)];
}

/** One for each of the blocks. */
export const wildEvents: readonly PublishedEvent[] = [
  { id: 'eins', type: 'message', data: 'ä\n\n𝄞', topics: ['a', 'b/ç'] },
  { id: 'zwei', type: 'paid', data: ' {"€":1}', topics: [] },
  { id: 'drei№', type: 'message', data: '', topics: [] },
  { id: 'vier', type: 'last', data: 'data', topics: [] },
];

const blocks = [
  'id:eins\r\ntopic: a\r\ntopic:b/ç\r\ndata:ä\r\ndata\r\ndata: 𝄞\r\n\r\n',
  'event: other\rid: no\u0000id\rnonsense: ü\rdata : no field\rid: zwei\revent: paid\rdata:  {"€":1}\r\r',
  '\n\ndata\nretry: 1x\nid: drei№\n\n: ✓\n\n',
  'data:data\nevent: nothing\r\nevent:last\rid:vier\n\r\n',
];
