import type { Told } from './reading.ts';

/**
 * WHATWG HTML, section 9.2.6, word for word and with the whole stream in hand: slow, and too plain to be wrong. To
 * what the standard says it adds `topic`, and that comments and id-only blocks are told of.
 */
export function tellByTheStandard(stream: Uint8Array): Told[] {
  const told: Told[] = [];
  // [spec] Streams must be decoded using the UTF-8 decode algorithm (which strips one byte order mark).
  const text = new TextDecoder().decode(stream);
  const lines = text.split(/\r\n|\r|\n/);
  lines.pop(); // no line end follows it

  let data = '';
  let eventType = '';
  let lastEventIdBuffer = '';
  let lastEventId = '';
  let block: { id?: string; retry?: number; topics?: string[] } = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (line === '') {
      lastEventId = lastEventIdBuffer;
      if (data === '') {
        if (block.id !== undefined) told.push({ lastEventId });
      } else {
        const event = { data: data.replace(/\n$/, ''), ...block, lastEventId };
        told.push({ event: eventType === '' ? event : { ...event, event: eventType } });
      }
      data = '';
      eventType = '';
      block = {};
    } else if (colon === 0) {
      told.push({ comment: value });
    } else if (name === 'event') {
      eventType = value;
    } else if (name === 'data') {
      data += value + '\n';
    } else if (name === 'id') {
      if (!value.includes('\0')) lastEventIdBuffer = block.id = value;
    } else if (name === 'retry') {
      if (/^[0-9]+$/.test(value)) told.push({ retry: (block.retry = Number(value)) });
    } else if (name === 'topic') {
      block.topics = [...(block.topics ?? []), value];
    }
  }
  return told;
}
