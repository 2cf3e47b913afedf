import { describe, expect, test } from 'vitest';
import { createPayloadWriter } from '../../src/load/payload.ts';
import { StreamTail } from '../../src/load/stream-tail.ts';

const marker = '~k3x9';
const write = createPayloadWriter(marker, 50);

function frame(sequence: number, { idFirst = true } = {}): string {
  const id = `id: e-${sequence}\n`;
  const data = `data: ${write(0, sequence, 0)}\n`;
  return idFirst ? `${id}${data}\n` : `${data}${id}\n`;
}

function cutAfter(pieces: readonly string[]) {
  const tail = new StreamTail(50);
  for (const piece of pieces) tail.push(Buffer.from(`head${piece}`), 4, 4 + Buffer.byteLength(piece));
  const { lastEventId, incomplete } = tail.cut(marker);
  return { lastEventId, incomplete: incomplete.map(({ publisher, sequence }) => [publisher, sequence]) };
}

describe('the tail of a stream tells', () => {
  test('the id of the last whole event', () => {
    expect(cutAfter([frame(1), frame(2)])).toEqual({ lastEventId: 'e-2', incomplete: [] });
  });

  test('the id that a stream began with, before any event', () => {
    expect(cutAfter(['retry: 1000\nid: e-0\n\n'])).toEqual({ lastEventId: 'e-0', incomplete: [] });
    expect(cutAfter([])).toEqual({ lastEventId: '', incomplete: [] });
  });

  test.each([true, false])('which event came only in part, wherever it was cut (id first: %s)', (idFirst) => {
    const [first, second] = [frame(1, { idFirst }), frame(2, { idFirst })];
    const headerEnd = second.indexOf('.x') + 1;
    for (let length = 0; length < second.length; length++) {
      const { lastEventId, incomplete } = cutAfter([first, second.slice(0, length)]);
      expect(lastEventId).toBe('e-1');
      // What the scanner has not counted, it does no harm to take back.
      expect(incomplete).toEqual(length < headerEnd ? [] : [[0, 2]]);
    }
  });

  test('the same after any number of events before, and in the midst of chunks', () => {
    const frames = Array.from({ length: 500 }, (_, place) => frame(place + 1));
    expect(cutAfter([...frames, frame(501).slice(0, -1)])).toEqual({ lastEventId: 'e-500', incomplete: [[0, 501]] });
    const text = frames.join('');
    const chunks = Array.from({ length: Math.ceil(text.length / 33) }, (_, place) =>
      text.slice(place * 33, place * 33 + 33),
    );
    expect(cutAfter([chunks.join('\r\n1f4\r\n')])).toEqual({ lastEventId: 'e-500', incomplete: [] });
  });
});
