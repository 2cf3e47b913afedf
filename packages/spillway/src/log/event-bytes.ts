import type { NewEvent } from '../event.ts';

/**
 * What an event counts for a retention by bytes: the UTF-8 of its topics, data, event type, id and key.
 *
 * `utf8Bytes` may be a platform's own way to count.
 */
export function eventBytes(event: NewEvent, utf8Bytes: (text: string) => number = countUtf8Bytes): number {
  let bytes = utf8Bytes(event.data);
  for (const topic of event.topics) bytes += utf8Bytes(topic);
  if (event.event !== undefined) bytes += utf8Bytes(event.event);
  if (event.id !== undefined) bytes += utf8Bytes(event.id);
  if (event.key !== undefined) bytes += utf8Bytes(event.key);
  return bytes;
}

/** The length of `text` in UTF-8, counted without encoding it. */
function countUtf8Bytes(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    // Two bytes up to U+07FF, three beyond it; a surrogate pair is two units and four bytes.
    bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}
