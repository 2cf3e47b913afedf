import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeBlock, encodeComment, encodeEvent } from '../../src/codec/index.ts';
import type { StreamEvent } from '../../src/codec/index.ts';
import { bytesOf, cut, forEachDecoder } from './reading.ts';

const character = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  fc.constantFrom(' ', ':', '\n', '\0', '\uFEFF', 'é', '東', '🦊', 'data: ', '\u2028'),
);
const text = fc.array(character, { maxLength: 20 }).map((parts) => parts.join(''));
const line = text.map((value) => value.replaceAll(/[\r\n]/g, ''));

/** Every event that the format can carry exactly. */
const event: fc.Arbitrary<StreamEvent> = fc.record(
  {
    data: text.map((value) => value.replaceAll('\r', '')),
    event: line.filter((value) => value !== ''),
    id: line.map((value) => value.replaceAll('\0', '')),
    retry: fc.maxSafeNat(),
    topics: fc.array(line, { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: ['data'] },
);

function decodedForm(events: readonly StreamEvent[]): StreamEvent[] {
  let lastEventId = '';
  return events.map((one) => ({ ...one, lastEventId: (lastEventId = one.id ?? lastEventId) }));
}

forEachDecoder(({ tellOf, eventsOf }) => {
  test('decode(encode(e)) equals e', () => {
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 5 }), (events) => {
        expect(eventsOf(bytesOf(events.map(encodeEvent).join('')))).toStrictEqual(decodedForm(events));
      }),
      { numRuns: 1000 },
    );
  });

  test('decode(encode(e)) equals e at every chunk boundary', () => {
    fc.assert(
      fc.property(event, event, (first, second) => {
        const bytes = bytesOf(encodeEvent(first) + encodeEvent(second));
        const expected = decodedForm([first, second]);
        for (let place = 1; place < bytes.length; place += 1) {
          expect(eventsOf(...cut(bytes, place))).toStrictEqual(expected);
        }
        expect(eventsOf(...[...bytes].map((byte) => Uint8Array.of(byte)))).toStrictEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  test('data with any line ends comes back with each of them as LF', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', ' ', '\r', '\n', '\r\n', '🦊'), { maxLength: 12 }), (parts) => {
        const data = parts.join('');
        expect(eventsOf(encodeEvent({ data })).map((one) => one.data)).toEqual([data.replaceAll(/\r\n|\r/g, '\n')]);
      }),
    );
  });

  test('comments and blocks without data, between any two events, change neither', () => {
    fc.assert(
      fc.property(event, event, text, fc.maxSafeNat(), (first, second, comment, retry) => {
        const between = encodeComment(comment) + encodeBlock({ comment, retry });
        expect(eventsOf(encodeEvent(first) + between + encodeEvent(second))).toStrictEqual(
          decodedForm([first, second]),
        );
      }),
    );
  });

  test('the id of a block without data becomes the last event id of what follows', () => {
    fc.assert(
      fc.property(
        line.map((id) => id.replaceAll('\0', '')),
        (id) => {
          expect(tellOf([encodeBlock({ id }), encodeEvent({ data: 'a' })])).toStrictEqual([
            { lastEventId: id },
            { event: { data: 'a', lastEventId: id } },
          ]);
        },
      ),
    );
  });
});
