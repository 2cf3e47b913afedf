import type { Socket } from 'node:net';

/** A request as it came, up to the end of its head. */
export interface RawRequest {
  readonly method: string;
  readonly url: URL;
  header(name: string): string | undefined;
  /** The bytes of the request with another value of a header, or without it. */
  with(name: string, value: string | undefined): RawRequest;
  /** Its head, and what came of its body until now. */
  readonly bytes: Buffer;
}

/** Reads the head of the first request; undefined where the connection ends before. The socket is paused then. */
export async function readRequest(socket: Socket): Promise<RawRequest | undefined> {
  const received: Buffer[] = [];
  return new Promise((resolve) => {
    const gone = () => resolve(undefined);
    socket.once('close', gone).on('data', function take(piece) {
      received.push(piece);
      const bytes = Buffer.concat(received);
      const end = bytes.indexOf(endOfHead);
      if (end < 0) return;
      socket.pause().off('data', take).off('close', gone);
      const [start = '', ...headers] = bytes.toString('latin1', 0, end).split('\r\n');
      resolve(rawRequest(start, headers, bytes.subarray(end + endOfHead.length)));
    });
  });
}

const endOfHead = '\r\n\r\n';

function rawRequest(start: string, headers: readonly string[], body: Buffer): RawRequest {
  const [method = '', target = ''] = start.split(' ');
  return {
    method,
    url: new URL(target, 'http://fault-server'),
    header: (name) => {
      const found = headers.find((line) => isNamed(line, name));
      return found && found.slice(name.length + 1).trim();
    },
    with: (name, value) => {
      const others = headers.filter((line) => !isNamed(line, name));
      return rawRequest(start, value === undefined ? others : [...others, `${name}: ${value}`], body);
    },
    get bytes() {
      return Buffer.concat([Buffer.from([start, ...headers].join('\r\n') + endOfHead, 'latin1'), body]);
    },
  };
}

function isNamed(line: string, name: string): boolean {
  return line.toLowerCase().startsWith(`${name.toLowerCase()}:`);
}
