import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SpillwayError } from '../src/error.ts';
import { checkEvent, defaultEventLimits, type NewEvent, type PublishEvent } from '../src/event.ts';

/** What callers without types, and JSON, may give; the fields of the result alone. */
function check(input: unknown): NewEvent {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- that it may be anything is what is tested
  return { ...checkEvent(input as PublishEvent) };
}

/** The event, or the code and message of its refusal. */
function outcome(input: unknown): NewEvent | string {
  try {
    return check(input);
  } catch (error) {
    if (error instanceof SpillwayError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

describe('an event', () => {
  test('with a topic alone has empty data and no other field', () => {
    expect(check({ topic: 'orders/42' })).toStrictEqual({ topics: ['orders/42'], data: '' });
  });

  test('keeps every field that it was given', () => {
    const input = { topic: 'orders/42', data: 'x', event: 'paid', id: 'a-1', key: 'k', ttl: 0.5, retry: 0 };
    expect(check(input)).toStrictEqual({
      topics: ['orders/42'],
      data: 'x',
      event: 'paid',
      id: 'a-1',
      key: 'k',
      ttl: 0.5,
      retry: 0,
    });
  });

  test('has no field that was given as undefined', () => {
    const input = { topic: 'a', data: undefined, event: undefined, id: undefined, key: undefined, ttl: undefined };
    expect(check(input)).toStrictEqual({ topics: ['a'], data: '' });
  });

  test('that was checked may be published as it is, and is checked again by limits that are others', () => {
    const checked = checkEvent({ topic: ['a', 'b'], data: 'long', id: '1' });
    expect(checkEvent(checked)).toBe(checked);
    const limits = { ...defaultEventLimits, dataBytes: 4 };
    expect({ ...checkEvent(checked, limits) }).toStrictEqual({ topics: ['a', 'b'], data: 'long', id: '1' });
    expect(() => checkEvent(checked, { ...limits, dataBytes: 3 })).toThrow('data must take at most 3 bytes');
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a string', 'orders/42'],
    ['a list', [{ topic: 'a' }]],
  ])('is refused that is %s', (_, input) => {
    expect(outcome(input)).toBe('invalid-event: an event must be an object with at least a topic');
  });

  test.each([
    ['{"topics":["a"]}', '"topics"'],
    ['{"topic":"a","type":"paid"}', '"type"'],
    ['{"topic":"a","Data":1}', '"Data"'],
    ['{"topic":"a","__proto__":{}}', '"__proto__"'],
    ['{"topic":"a","toString":1}', '"toString"'],
  ])('is refused that has a field we do not know: %s', (json, name) => {
    expect(outcome(JSON.parse(json))).toBe(
      `invalid-event: an event has no field ${name}, only topic, data, event, id, key, ttl, retry`,
    );
  });
});

describe('the topic of an event', () => {
  test('may be a list, of which duplicates count once', () => {
    expect(check({ topic: ['b', 'a', 'b'] }).topics).toEqual(['b', 'a']);
  });

  test('is copied, so that the caller may go on changing its list', () => {
    const topic = ['a'];
    const { topics } = check({ topic });
    topic[0] = 'b';
    expect(topics).toEqual(['a']);
  });

  test.each([
    ['is missing', undefined, 'missing-topic'],
    ['is an empty list', [], 'missing-topic'],
    ['is empty', '', 'invalid-topic'],
    ['is null', null, 'invalid-topic'],
    ['is a number', 42, 'invalid-topic'],
    ['is a list with a number', ['a', 42], 'invalid-topic'],
    ['is a pattern', 'orders/:id', 'invalid-topic'],
    ['is a list with a pattern', ['a', '*'], 'invalid-topic'],
    ['holds LF', 'a\ndata: forged', 'invalid-topic'],
    ['has 1,025 bytes', 'x'.repeat(1025), 'topic-too-long'],
    ['holds a lone surrogate', '\uD83D', 'lone-surrogate'],
    ['is a list of 101', Array.from({ length: 101 }, (_, i) => `topic ${i}`), 'too-many-topics'],
  ])('is refused that %s', (_, topic, code) => {
    expect(outcome({ topic })).toMatch(new RegExp(`^${code}: .*topic`));
  });
});

describe('the data of an event', () => {
  test.each([
    ['a string as it is', ' one\r\ntwo\n', ' one\r\ntwo\n'],
    ['an empty string as it is', '', ''],
    ['an object as JSON', { state: 'paid', total: 12.5 }, '{"state":"paid","total":12.5}'],
    ['a list as JSON', [1, 'two', null], '[1,"two",null]'],
    ['null as JSON', null, 'null'],
    ['false as JSON', false, 'false'],
    ['a number as JSON', 42, '42'],
    ['NaN as null, as JSON has it', Number.NaN, 'null'],
    ['a date by its toJSON', new Date(0), '"1970-01-01T00:00:00.000Z"'],
    ['NUL in JSON as an escape', { text: 'a\0b' }, '{"text":"a\\u0000b"}'],
    ['half a surrogate pair in JSON as an escape', ['\uD83D'], '["\\ud83d"]'],
  ])('takes %s', (_, data, text) => {
    expect(check({ topic: 'a', data }).data).toBe(text);
  });

  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;
  const throwing = {
    toJSON() {
      throw new Error('not today');
    },
  };

  test.each([
    ['is a function', () => 1, 'invalid-event: data of type function has no form in JSON'],
    ['is a symbol', Symbol('x'), 'invalid-event: data of type symbol has no form in JSON'],
    ['is a bigint', 1n, 'invalid-event: data cannot be written as JSON'],
    ['holds a cycle', cyclic, 'invalid-event: data cannot be written as JSON'],
    ['has a toJSON that throws', throwing, 'invalid-event: data cannot be written as JSON'],
    ['holds a lone surrogate', 'a\uDE00', 'lone-surrogate: data holds half'],
    ['holds NUL', 'a\0b', 'invalid-field: data must not hold NUL'],
  ])('is refused that %s', (_, data, refusal) => {
    expect(outcome({ topic: 'a', data })).toMatch(new RegExp(`^${refusal}`));
  });

  test('keeps the error of a toJSON that throws as the cause', () => {
    expect(() => check({ topic: 'a', data: throwing })).toThrow(
      expect.objectContaining({ cause: new Error('not today') }),
    );
  });

  test.each([
    ['1 MiB of ASCII', 'x'.repeat(1024 * 1024)],
    ['1 MiB of two-byte characters', 'ä'.repeat(512 * 1024)],
    ['1 MiB of four-byte characters', '😀'.repeat(256 * 1024)],
    ['1 MiB of four-byte characters at odd places', `x${'😀'.repeat(256 * 1024 - 1)}xxx`],
  ])('may be %s, and not a byte more', (_, data) => {
    expect(check({ topic: 'a', data }).data).toBe(data);
    expect(outcome({ topic: 'a', data: `${data}x` })).toBe(
      'event-too-large: data must take at most 1048576 bytes of UTF-8',
    );
  });

  test('is measured as the JSON text that is sent', () => {
    const limits = { ...defaultEventLimits, dataBytes: 7 };
    expect(checkEvent({ topic: 'a', data: ['abc'] }, limits).data).toBe('["abc"]');
    expect(() => checkEvent({ topic: 'a', data: ['abcd'] }, limits)).toThrow('data must take at most 7 bytes');
  });
});

describe.each(['event', 'id', 'key'])('the field %s', (field) => {
  const withValue = (value: unknown) => ({ topic: 'a', [field]: value });

  test.each(['paid', 'a b', 'a/b:c*', 'bezahlt-für-😀', 'x'.repeat(255), '日'.repeat(85)])('may be %s', (value) => {
    expect(check(withValue(value))).toStrictEqual({ topics: ['a'], data: '', [field]: value });
  });

  test.each([
    ['is empty', '', 'invalid-field'],
    ['is null', null, 'invalid-field'],
    ['is a number', 42, 'invalid-field'],
    ['holds LF, which could forge a line', 'x\ndata: forged', 'invalid-field'],
    ['holds CR, which could forge a line', 'x\rdata: forged', 'invalid-field'],
    ['holds NUL, for which browsers drop an id', 'x\0', 'invalid-field'],
    ['holds TAB', 'a\tb', 'invalid-field'],
    ['holds NEL, of C1', 'a\u0085b', 'invalid-field'],
    ['holds a lone surrogate', '\uD83D', 'lone-surrogate'],
    ['has 256 bytes', 'x'.repeat(256), field === 'id' ? 'id-too-long' : 'invalid-field'],
    ['has 256 bytes in 128 characters', 'ä'.repeat(128), field === 'id' ? 'id-too-long' : 'invalid-field'],
  ])('is refused that %s, by name', (_, value, code) => {
    expect(outcome(withValue(value))).toMatch(new RegExp(`^${code}: ${field} `));
  });
});

test.each([' a', 'a ', '\u00A0a', 'a\uFEFF'])(
  'an id that begins or ends with white space, which a header loses, is refused: "%s"',
  (id) => {
    expect(outcome({ topic: 'a', id })).toBe('invalid-field: id must not begin or end with white space');
  },
);

test.each(['gap', 'error', 'open'])('the event type %s is refused: subscribers take it for the real one', (event) => {
  expect(outcome({ topic: 'a', event })).toMatch(`invalid-field: event must not be "${event}"`);
});

test.each(['message', 'Error', 'gaps'])('the event type %s is not reserved', (event) => {
  expect(check({ topic: 'a', event }).event).toBe(event);
});

describe('numbers of an event', () => {
  test.each([
    ['ttl', 0.001],
    ['ttl', 60],
    ['ttl', 315_360_000],
    ['retry', 0],
    ['retry', 5000],
    ['retry', 86_400_000],
  ])('%s may be %d', (field, value) => {
    expect(check({ topic: 'a', [field]: value })).toStrictEqual({ topics: ['a'], data: '', [field]: value });
  });

  test.each([
    ['ttl', 0],
    ['ttl', -1],
    ['ttl', Number.NaN],
    ['ttl', Number.POSITIVE_INFINITY],
    ['ttl', 315_360_001],
    ['ttl', '60'],
    ['ttl', null],
    ['retry', -1],
    ['retry', 0.5],
    ['retry', 86_400_001],
    ['retry', Number.NaN],
    ['retry', '5000'],
    ['retry', null],
  ])('%s must not be %s', (field, value) => {
    expect(outcome({ topic: 'a', [field]: value })).toMatch(new RegExp(`^invalid-field: ${field} must be`));
  });

  test('a retry of -0 is 0', () => {
    expect(check({ topic: 'a', retry: -0 }).retry).toBe(0);
  });
});

test('whatever JSON is given, it is refused with a code or accepted as an event that is accepted again', () => {
  const field = fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary', maxLength: 300 }), fc.constantFrom('a', 1));
  const input = fc.record(
    { topic: field, data: field, event: field, id: field, key: field, ttl: field, retry: field },
    { requiredKeys: ['topic'] },
  );
  fc.assert(
    fc.property(fc.oneof(input, fc.jsonValue()), (given) => {
      const first = outcome(given);
      const again = typeof first === 'string' ? first : outcome(publishAgain(first));
      expect(again).toEqual(first);
    }),
    { numRuns: 500 },
  );
});

function publishAgain({ topics, ...rest }: NewEvent): PublishEvent {
  return { topic: topics, ...rest };
}
