import { describe, expect, test } from 'vitest';
import { encodeBlock, encodeComment, encodeEvent } from '../../src/codec/index.ts';
import type { StreamEvent } from '../../src/codec/index.ts';
import { eventsOf, tellOf } from './reading.ts';

describe('encodeEvent', () => {
  test('writes the fields, a data line for each line, and the blank line that dispatches', () => {
    const event = { data: 'one\ntwo', event: 'note', id: '7', retry: 2000, topics: ['a', 'b/c'] };
    expect(encodeEvent(event)).toBe('event: note\nid: 7\nretry: 2000\ntopic: a\ntopic: b/c\ndata: one\ndata: two\n\n');
  });

  test('writes data alone as one line', () => {
    expect(encodeEvent({ data: 'hello' })).toBe('data: hello\n\n');
  });

  test('keeps leading and trailing spaces, empty lines and a last line end', () => {
    for (const data of [' one', '  two  ', '\n', '\n\n', 'a\n\nb', 'end\n', ' \n ', ': not a comment', 'id: 1\n']) {
      expect(eventsOf(encodeEvent({ data }))).toEqual([{ data, lastEventId: '' }]);
    }
  });

  test('writes empty data as a data line without a value, which is dispatched', () => {
    // The standard's data buffer is then a single LF, which is not empty; on dispatch the LF is removed.
    expect(encodeEvent({ data: '' })).toBe('data: \n\n');
    expect(eventsOf(encodeEvent({ data: '' }))).toEqual([{ data: '', lastEventId: '' }]);
  });

  test('turns CR and CRLF in the data into LF, the one line end that the format can carry', () => {
    expect(encodeEvent({ data: 'a\rb\r\nc\n\rd' })).toBe('data: a\ndata: b\ndata: c\ndata: \ndata: d\n\n');
  });

  test('writes an empty id, which forgets the last one', () => {
    expect(eventsOf(encodeEvent({ data: 'a', id: '1' }), encodeEvent({ data: 'b', id: '' }))).toEqual([
      { data: 'a', id: '1', lastEventId: '1' },
      { data: 'b', id: '', lastEventId: '' },
    ]);
  });

  test('leaves out an empty event type and an empty list of topics', () => {
    expect(encodeEvent({ data: 'a', event: '', topics: [] })).toBe('data: a\n\n');
  });

  test.each<[string, Partial<StreamEvent>]>([
    ['an id with LF', { id: '1\ndata: forged' }],
    ['an id with CR', { id: '1\rdata: forged' }],
    ['an id with NUL', { id: '1\0' }],
    ['an event type with LF', { event: 'a\n\n' }],
    ['an event type with CR', { event: 'a\r' }],
    ['a topic with LF', { topics: ['fine', 'a\nid: forged'] }],
    ['a topic with CR', { topics: ['\r'] }],
    ['a negative retry', { retry: -1 }],
    ['a retry that is no whole number', { retry: 1.5 }],
    ['a retry that is no number', { retry: Number.NaN }],
    ['a retry over the safe integers', { retry: 2 ** 53 }],
  ])('refuses %s', (_, fields) => {
    expect(() => encodeEvent({ data: 'a', ...fields })).toThrow(expect.objectContaining({ code: 'invalid-field' }));
  });

  test.each<[string, StreamEvent]>([
    ['the data', { data: 'a\uD800b' }],
    ['the id', { data: '', id: '\uDC00' }],
    ['the event type', { data: '', event: '\uDC00\uD800' }],
    ['a topic', { data: '', topics: ['\uD83E'] }],
  ])('refuses a lone surrogate in %s', (_, event) => {
    expect(() => encodeEvent(event)).toThrow(expect.objectContaining({ code: 'lone-surrogate' }));
  });
});

describe('encodeComment', () => {
  test('writes one comment line for each line, and no blank line', () => {
    expect(encodeComment('one\n two\r\nthree\rfour')).toBe(': one\n:  two\n: three\n: four\n');
    expect(encodeComment('')).toBe(':\n');
  });

  test('cannot be made to dispatch anything', () => {
    const text = '\n\ndata: forged\n\n\rid: 1\r\n\r\n';
    expect(tellOf([encodeComment(text)]).every((one) => 'comment' in one)).toBe(true);
  });

  test('may stand inside a block', () => {
    const [before, after] = ['id: 1\n', 'data: a\n\n'];
    expect(eventsOf(before, encodeComment('still here'), after)).toEqual([{ data: 'a', id: '1', lastEventId: '1' }]);
  });

  test('refuses a lone surrogate', () => {
    expect(() => encodeComment('\uD800')).toThrow(expect.objectContaining({ code: 'lone-surrogate' }));
  });
});

describe('encodeBlock', () => {
  test('moves the reconnection time and the last event id, and dispatches nothing', () => {
    const block = encodeBlock({ comment: 'hello', retry: 2000, id: 'k3x9-41' });
    expect(block).toBe(': hello\nretry: 2000\nid: k3x9-41\n\n');
    expect(tellOf([block])).toEqual([{ comment: 'hello' }, { retry: 2000 }, { lastEventId: 'k3x9-41' }]);
  });

  test('refuses what encodeEvent refuses', () => {
    expect(() => encodeBlock({ id: '1\n' })).toThrow(expect.objectContaining({ code: 'invalid-field' }));
    expect(() => encodeBlock({ id: '\0' })).toThrow(expect.objectContaining({ code: 'invalid-field' }));
    expect(() => encodeBlock({ retry: -1 })).toThrow(expect.objectContaining({ code: 'invalid-field' }));
  });
});
