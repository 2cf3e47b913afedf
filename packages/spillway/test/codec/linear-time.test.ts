import { expect, test } from 'vitest';
import { bytesOf, forEachDecoder } from './reading.ts';

// Each of these takes well under a second where time is linear, and would take minutes to hours, and so run into the
// tests' time limit, if what was read before were copied or searched again for each piece or each line.

forEachDecoder(({ createDecoder }) => {
  function lengthsOf(pieces: Iterable<Uint8Array | string>): number[] {
    const lengths: number[] = [];
    const decoder = createDecoder({ event: ({ data }) => lengths.push(data.length) });
    for (const piece of pieces) decoder.push(piece);
    return lengths;
  }

  test.each([1, 16, 40, 160])('one event in 100,000 chunks of %i bytes', (bytes) => {
    const piece = bytesOf('x'.repeat(bytes));
    expect(
      lengthsOf(repeat(100_000, piece, bytesOf('\n\n'), bytesOf('data: '), ...repeat(100_000, piece), bytesOf('\n\n'))),
    ).toEqual([100_000 * bytes]);
  });

  test('one event in 100,000 chunks of text', () => {
    expect(lengthsOf(['data: ', ...repeat(100_000, 'größer ', '\n\n')])).toEqual([700_000]);
  });

  test('one event of 1,000,000 data lines, each a chunk', () => {
    expect(lengthsOf(repeat(1_000_000, bytesOf('data: xyz\n'), bytesOf('\n')))).toEqual([4_000_000 - 1]);
  });

  test.each([
    ['without a colon', 'a\n', 4_000_000],
    ['that end in CR, in a stream without LF', 'data: a long line of twenty or more\r', 400_000],
    ['that end in LF, with a CR far ahead', 'data: a long line of twenty or more\n', 400_000],
    ['that are comments', ':\n', 4_000_000],
    ['that are blank', '\n', 8_000_000],
  ])('one chunk of very many lines %s', (_, line, count) => {
    const decoder = createDecoder({ event() {} }, { maxEventBytes: 2 ** 26 });
    expect(() => decoder.push(bytesOf(line.repeat(count) + '\r\n'))).not.toThrow();
  });

  test('one chunk far over the bound on an event, of events that keep to it', () => {
    let count = 0;
    const decoder = createDecoder({ event: () => (count += 1) }, { maxEventBytes: 30 });
    decoder.push(bytesOf('id: 1234567\ndata: 1234567\n\n'.repeat(200_000)));
    expect(count).toBe(200_000);
  });
});

function* repeat<T>(count: number, piece: T, ...after: readonly T[]): Generator<T> {
  for (let n = 0; n < count; n += 1) yield piece;
  yield* after;
}
