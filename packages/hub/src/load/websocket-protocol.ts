import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { type Http1Protocol, refusal } from './http1-transport.ts';
import { ControlFrameReader, clientFrame, opcode } from './websocket/frames.ts';

/**
 * What follows when a GET over HTTP/1.1 was answered 101: a WebSocket (RFC 6455). It is sent greetings, and its pings
 * are answered; events are found in its frames without parsing them.
 */
export function createWebSocketProtocol(greetingsOf: (subscriber: number) => readonly string[]): Http1Protocol {
  return {
    refuses: (head, body) => refusal(head, body, 101),
    follow(subscriber, socket) {
      const send = (code: number, payload: Buffer): void => void socket.write(clientFrame(code, payload));
      for (const text of greetingsOf(subscriber)) send(opcode.text, Buffer.from(text));
      const reader = new ControlFrameReader((code, payload) => answer(socket, code, payload));
      return { received: (bytes, start, end) => reader.push(bytes, start, end) };
    },
  };
}

function answer(socket: Socket, code: number, payload: Buffer): void {
  if (code === opcode.ping) socket.write(clientFrame(opcode.pong, payload));
  // [RFC 6455, 5.5.1] A close is answered by one; then the connection has no more use.
  else if (code === opcode.close) socket.end(clientFrame(opcode.close, payload));
}

/** The fields that ask for a WebSocket (RFC 6455, section 4.1). */
export function webSocketHeaders(): string[] {
  const key = randomBytes(16).toString('base64');
  return ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', `Sec-WebSocket-Key: ${key}`];
}
