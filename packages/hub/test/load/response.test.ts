import { describe, expect, test } from 'vitest';
import { ResponseReader } from '../../src/load/response.ts';

/** What is read of these bytes when they come one by one. */
function read(text: string): { readonly status: string; readonly body: string; readonly closes: boolean }[] {
  const answers: ReturnType<typeof read> = [];
  const reader = new ResponseReader(({ statusText, closes }, body) =>
    answers.push({ status: statusText, body, closes }),
  );
  for (const byte of text) expect(reader.push(byte)).toBe(true);
  reader.end();
  return answers;
}

const followed = 'HTTP/1.1 204 No Content\r\n\r\n';
const next = { status: '204 No Content', body: '', closes: false };

describe('an answer is read to its end', () => {
  test.each([
    ['by its length', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello', { status: '200 OK', body: 'hello' }],
    ['without a body', 'HTTP/1.1 202 \r\nContent-Length:0\r\n\r\n', { status: '202', body: '' }],
    [
      'in chunks',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n',
      { status: '200 OK' },
    ],
    [
      'in chunks with a trailer',
      'HTTP/1.1 503 Busy\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX: y\r\n\r\n',
      { status: '503 Busy' },
    ],
    [
      'after an interim one',
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok',
      { body: 'ok' },
    ],
    [
      'that closes the connection',
      'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\na',
      { body: 'a', closes: true },
    ],
  ])('%s', (_title, text, expected) => {
    expect(read(text + followed)).toMatchObject([expected, next]);
  });

  test('that is the end of the connection', () => {
    expect(read('HTTP/1.0 200 OK\r\n\r\nall the rest')).toEqual([
      { status: '200 OK', body: 'all the rest', closes: true },
    ]);
  });
});

test('what is no HTTP is told as such', () => {
  const reader = new ResponseReader(() => expect.unreachable());
  expect(reader.push('SSH-2.0-OpenSSH_9.6\r\n\r\n')).toBe(false);
});
