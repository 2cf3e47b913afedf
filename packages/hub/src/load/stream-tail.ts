import { createDecoder } from 'spillway/codec';
import { headerBytes } from './payload.ts';

/**
 * The end of what a stream has brought: enough of it to tell where a browser would stand if the connection were cut
 * now. It is looked at only then.
 */
export class StreamTail {
  readonly #bytes: Buffer;
  #length = 0;

  /** `dataBytes` of each event. */
  constructor(dataBytes: number) {
    // Room for the last whole event and another one that was cut, each with its frame and the heads of its chunks.
    this.#bytes = Buffer.alloc(2 * (dataBytes + 1024) + dataBytes);
  }

  push(bytes: Buffer, start: number, end: number): void {
    const room = this.#bytes.length;
    const added = Math.min(end - start, room);
    const kept = Math.min(this.#length, room - added);
    this.#bytes.copyWithin(0, this.#length - kept, this.#length);
    bytes.copy(this.#bytes, kept, end - added, end);
    this.#length = kept + added;
  }

  /** Where the stream stands, and begins anew. */
  cut(marker: string): TailEnd {
    const text = withoutChunkHeads(this.#bytes.toString('latin1', 0, this.#length));
    this.#length = 0;
    let lastEventId = '';
    let lastHeader = '';
    const decoder = createDecoder({
      event(event) {
        lastEventId = event.lastEventId;
        lastHeader = headersIn(event.data, marker).at(-1)?.text ?? lastHeader;
      },
      lastEventId: (id) => (lastEventId = id),
    });
    // It may begin in the midst of an event: a later one, which is whole, is what counts.
    decoder.push(Buffer.from(text, 'latin1'));
    const headers = headersIn(text, marker);
    const incomplete = headers.slice(headers.findLastIndex(({ text: header }) => header === lastHeader) + 1);
    return { lastEventId, incomplete };
  }
}

export interface TailEnd {
  /** The id of the last event that came wholly, with the blank line that ends it; empty if there is none. */
  readonly lastEventId: string;
  /** Events whose data came, but not the blank line: they do not count, and will be sent again. */
  readonly incomplete: readonly EventHeader[];
}

export interface EventHeader {
  readonly text: string;
  readonly publisher: number;
  readonly sequence: number;
}

function headersIn(text: string, marker: string): EventHeader[] {
  const found: EventHeader[] = [];
  for (let at = text.indexOf(marker); at >= 0; at = text.indexOf(marker, at + 1)) {
    const header = text.slice(at, at + headerBytes);
    const [, publisher, sequence] = /^[^.]+\.(\d+)\.(\d+)\.\d+\.$/.exec(header) ?? [];
    if (publisher === undefined || sequence === undefined) continue;
    found.push({ text: header, publisher: Number(publisher), sequence: Number(sequence) });
  }
  return found;
}

/** [RFC 9112, 7.1] The heads of chunks: no line of an event stream is a hexadecimal number. */
function withoutChunkHeads(text: string): string {
  return text.replaceAll(/\r\n[\da-f]{1,8}\r\n/gi, '');
}
