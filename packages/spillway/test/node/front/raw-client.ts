import { once } from 'node:events';
import net from 'node:net';
import { onTestFinished } from 'vitest';
import { patient } from '../../../../hub/test/support/patience.ts';

/** A client of a few bytes more or less: it sends what it is told to, whether HTTP allows it or not. */
export interface RawClient {
  send(bytes: string | Uint8Array): void;
  /** Everything that came so far, one character for each byte. */
  readonly received: string;
  /** Waits until what came holds `part` (so many times), and returns all of it. Rejects when the connection ends before. */
  until(part: string, times?: number): Promise<string>;
  /** Waits until what came is as `holds` says. */
  untilText(holds: (text: string) => boolean): Promise<string>;
  /** Waits until the connection is over, and returns all that came. */
  readonly over: Promise<string>;
  /** How the server ended the connection: with a FIN, or by resetting it. */
  readonly ending: 'open' | 'ended' | 'reset';
  /** How many bytes neither the kernel nor the server has taken yet. */
  readonly unsentBytes: number;
  /** Reads nothing more until `resume`. */
  pause(): void;
  resume(): void;
  /** Sends nothing more, and reads on. */
  end(): void;
  /** Goes, as a closed page does. */
  leave(): void;
  /** Goes by resetting the connection. */
  reset(): void;
}

const deadlineMs = patient.timeout;

export async function connect(port: number): Promise<RawClient> {
  const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  onTestFinished(() => void socket.destroy());
  let chunks: string[] = [];
  let ending: RawClient['ending'] = 'open';
  let look = nothing;
  const all = () => {
    if (chunks.length > 1) chunks = [chunks.join('')];
    return chunks[0] ?? '';
  };
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    chunks.push(chunk);
    look();
  });
  socket.on('end', () => {
    ending = 'ended';
    socket.end();
  });
  socket.on('error', () => {
    ending = 'reset';
  });
  const over = new Promise<string>((resolve) => {
    socket.on('close', () => {
      look();
      resolve(all());
    });
  });
  await once(socket, 'connect');

  function untilText(holds: (text: string) => boolean, what = holds.toString()): Promise<string> {
    return new Promise((resolve, reject) => {
      const fail = (why: string) =>
        reject(new Error(`${why}: ${what}; there is ${JSON.stringify(all().slice(-2000))}`));
      const timer = setTimeout(fail, deadlineMs, 'this did not come in time');
      look = () => {
        const text = all();
        if (holds(text)) resolve(text);
        else if (socket.closed) fail('the connection ended before this');
        else return;
        clearTimeout(timer);
        look = nothing;
      };
      look();
    });
  }

  return {
    send: (bytes) => void socket.write(bytes),
    get received() {
      return all();
    },
    until(part, times = 1) {
      let found = 0;
      let from = 0;
      return untilText((text) => {
        for (let at = text.indexOf(part, from); at >= 0; at = text.indexOf(part, from)) {
          found++;
          from = at + part.length;
        }
        from = Math.max(from, text.length - part.length + 1);
        return found >= times;
      }, part);
    },
    untilText,
    over,
    get ending() {
      return ending;
    },
    get unsentBytes() {
      return socket.writableLength;
    },
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    end: () => void socket.end(),
    leave: () => void socket.destroy(),
    reset: () => void socket.resetAndDestroy(),
  };
}

function nothing(): void {}

/** Lets sockets take their turn. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Waits until `holds` does. */
export async function expectEventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpMs = Date.now() + deadlineMs;
  while (!(await holds())) {
    if (Date.now() > giveUpMs) throw new Error(`this did not come true in time: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A publish as an HTTP/1.1 request. */
export function publishRequest(event: object, fields = ''): string {
  const body = JSON.stringify(event);
  const length = Buffer.byteLength(body);
  const head = `POST /events HTTP/1.1\r\nHost: hub.test\r\nContent-Type: application/json\r\n${fields}`;
  return Buffer.from(`${head}Content-Length: ${length}\r\n\r\n${body}`).toString('latin1');
}

/** A GET of `/events` as an HTTP/1.1 request. */
export function getRequest(query: string, fields = ''): string {
  return `GET /events?${query} HTTP/1.1\r\nHost: hub.test\r\n${fields}\r\n`;
}
