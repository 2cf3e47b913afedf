import { describe, expect, test } from 'vitest';
import type { DecodedEvent } from '../../src/codec/index.ts';
import { forEachDecoder } from './reading.ts';

const plain = (data: string): DecodedEvent => ({ data, lastEventId: '' });

forEachDecoder(({ createDecoder, tellOf, eventsOf }) => {
  describe('the examples of the standard', () => {
    test('two lines of data are joined by LF', () => {
      expect(eventsOf('data: YHOO\ndata: +2\ndata: 10\n\n')).toEqual([plain('YHOO\n+2\n10')]);
    });

    test('a comment, two ids, and a block that the end of the stream discards', () => {
      const stream =
        ': test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\ndata: x\n';
      expect(tellOf([stream])).toEqual([
        { comment: 'test stream' },
        { event: { data: 'first event', id: '1', lastEventId: '1' } },
        { event: { data: 'second event', id: '', lastEventId: '' } },
        { event: { data: ' third event', lastEventId: '' } },
      ]);
    });

    test('two empty data lines are one LF, and a data field that nothing ends is discarded', () => {
      expect(eventsOf('data\n\ndata\ndata\n\ndata:')).toEqual([plain(''), plain('\n')]);
    });

    test('one space after the colon is removed', () => {
      expect(eventsOf('data:test\n\ndata: test\n\ndata:  test\n\ndata:\ttest\n\n').map(({ data }) => data)).toEqual([
        'test',
        'test',
        ' test',
        '\ttest',
      ]);
    });
  });

  describe('lines', () => {
    test.each([
      ['LF', '\n'],
      ['CR', '\r'],
      ['CRLF', '\r\n'],
    ])('end in %s', (_, end) => {
      expect(eventsOf(['event: a', 'data: 1', 'data: 2', '', 'data: 3', '', ''].join(end))).toEqual([
        { data: '1\n2', event: 'a', lastEventId: '' },
        plain('3'),
      ]);
    });

    test('end in any of the three within one stream', () => {
      expect(eventsOf('data: 1\rdata: 2\r\ndata: 3\n\rdata: 4\n\r\ndata: 5\r\r')).toEqual([
        plain('1\n2\n3'),
        plain('4'),
        plain('5'),
      ]);
    });

    test('that end in CR dispatch without waiting for an LF', () => {
      expect(eventsOf('data: 1\r\r')).toEqual([plain('1')]);
    });

    test('do not end in other control or separator characters', () => {
      const data = 'a\u0000b\u000Bc\u000Cd\u0085e\u2028f';
      expect(eventsOf(`data: ${data}\n\n`)).toEqual([plain(data)]);
    });
  });

  describe('a byte order mark', () => {
    test('is removed at the very start, once', () => {
      expect(eventsOf('\uFEFFdata: 1\n\n')).toEqual([plain('1')]);
      expect(eventsOf('\uFEFF\uFEFFdata: 1\n\ndata: 2\n\n')).toEqual([plain('2')]);
    });

    test('is part of the text anywhere else', () => {
      expect(eventsOf('data: \uFEFF1\n\n\uFEFFdata: 2\n\n', 'data: 3\n\n')).toEqual([plain('\uFEFF1'), plain('3')]);
    });

    test('is removed again after reset, when another connection begins', () => {
      const events: DecodedEvent[] = [];
      const decoder = createDecoder({ event: (event) => events.push(event) });
      decoder.push('\uFEFFdata: 1\n\n');
      decoder.reset();
      decoder.push('\uFEFFdata: 2\n\n');
      expect(events).toEqual([plain('1'), plain('2')]);
    });

    test('that only begins like one is not removed', () => {
      const bytes = new Uint8Array([0xef, 0xbb, 0x0a, ...new TextEncoder().encode('data: 1\n\n')]);
      expect(eventsOf(bytes)).toEqual([plain('1')]);
    });
  });

  describe('bytes that are not UTF-8', () => {
    test('read as U+FFFD, one for each part that could not be decoded', () => {
      const data = [0x61, 0xff, 0xe2, 0x82, 0x62, 0xf0, 0x9f, 0x0a, 0x0a];
      const bytes = new Uint8Array([...new TextEncoder().encode('data: '), ...data]);
      expect(eventsOf(bytes)).toEqual([plain('a\uFFFD\uFFFDb\uFFFD')]);
    });
  });

  describe('fields', () => {
    test('are known by their exact names', () => {
      expect(
        eventsOf('Data: 1\nDATA: 2\ndata : 3\n data: 4\ndatas: 5\ndat: 6\nevents: e\nid : 7\ndata: 8\n\n'),
      ).toEqual([plain('8')]);
    });

    test('without a colon have an empty value', () => {
      expect(eventsOf('event: a\nevent\nid: 1\n\nid\ndata\n\n')).toEqual([{ data: '', id: '', lastEventId: '' }]);
    });

    test('of a block are forgotten with it', () => {
      expect(eventsOf('event: a\n\ndata: 1\n\nevent: b\ndata: 2\n\ndata: 3\n\n')).toEqual([
        plain('1'),
        { data: '2', event: 'b', lastEventId: '' },
        plain('3'),
      ]);
    });

    test('that are unknown are ignored, and topics are collected', () => {
      expect(eventsOf('foo: bar\ntopic: a\ntopic: b/c\ndata: 1\n\ndata: 2\n\n')).toEqual([
        { data: '1', topics: ['a', 'b/c'], lastEventId: '' },
        plain('2'),
      ]);
    });
  });

  describe('the last event id', () => {
    test('stays until another comes', () => {
      expect(eventsOf('id: 1\ndata: a\n\ndata: b\n\nid: 2\ndata: c\n\n').map((event) => event.lastEventId)).toEqual([
        '1',
        '1',
        '2',
      ]);
    });

    test('is moved by a block that has an id alone, which dispatches nothing', () => {
      expect(tellOf(['id: 1\n\ndata: a\n\n'])).toEqual([
        { lastEventId: '1' },
        { event: { data: 'a', lastEventId: '1' } },
      ]);
    });

    test('is not moved by an id that holds NUL', () => {
      expect(tellOf(['id: 1\ndata: a\n\nid: 2\0\ndata: b\n\nid: \0\n\n'])).toEqual([
        { event: { data: 'a', id: '1', lastEventId: '1' } },
        { event: { data: 'b', lastEventId: '1' } },
      ]);
    });

    test('is not moved by a block that is never finished', () => {
      const events: DecodedEvent[] = [];
      const decoder = createDecoder({ event: (event) => events.push(event) }, { lastEventId: '0' });
      decoder.push('data: a\n\nid: 1\nevent: lost\ndata: lost\n');
      decoder.reset();
      decoder.push('data: b\n\n');
      expect(events).toEqual([
        { data: 'a', lastEventId: '0' },
        { data: 'b', lastEventId: '0' },
      ]);
    });

    test('is kept by reset', () => {
      const events: DecodedEvent[] = [];
      const decoder = createDecoder({ event: (event) => events.push(event) });
      decoder.push('id: 1\n\ndata: lo');
      decoder.reset();
      decoder.push('data: b\n\n');
      expect(events).toEqual([{ data: 'b', lastEventId: '1' }]);
    });
  });

  describe('retry', () => {
    test('is told of at once, with or without an event', () => {
      expect(tellOf(['retry: 10\n'])).toEqual([{ retry: 10 }]);
      expect(tellOf(['retry:0020\ndata: a\n\n'])).toEqual([
        { retry: 20 },
        { event: { data: 'a', retry: 20, lastEventId: '' } },
      ]);
    });

    test.each(['', ' ', '1s', '-1', '+1', '1.5', '1e3', '0x10', ' 7', '7 ', '٣', '１'])(
      'of "%s" is ignored',
      (value) => {
        expect(tellOf([`retry: ${value}\n\n`])).toEqual([]);
      },
    );

    test('over the safe integers counts as the largest of them', () => {
      expect(tellOf([`retry: ${'9'.repeat(400)}\n\n`])).toEqual([{ retry: Number.MAX_SAFE_INTEGER }]);
    });
  });

  describe('comments', () => {
    test('are told of as they stand', () => {
      expect(tellOf([': a\n:b\n:  c\n:\n::\n'])).toEqual(['a', 'b', ' c', '', ':'].map((comment) => ({ comment })));
    });

    test('leave the block that they stand in alone', () => {
      expect(eventsOf('data: 1\n:\ndata: 2\n: x\n\n')).toEqual([plain('1\n2')]);
    });
  });

  describe('a handler', () => {
    test('that resets the decoder ends what is left of the piece', () => {
      const events: string[] = [];
      const decoder = createDecoder({
        event({ data }) {
          events.push(data);
          if (data === 'stop') decoder.reset();
        },
      });
      decoder.push('data: 1\n\ndata: stop\n\ndata: 2\n\ndata: 3');
      decoder.push('data: 4\n\n');
      expect(events).toEqual(['1', 'stop', '4']);
    });

    test('that resets the decoder at the end of a line that came in two pieces ends a long second piece too', () => {
      const events: string[] = [];
      const decoder = createDecoder({
        event: ({ data }) => events.push(data),
        retry: () => decoder.reset(),
      });
      decoder.push('retry: 1');
      decoder.push(`0\n${'data: 1\n\n'.repeat(1000)}`);
      decoder.push('data: 2\n\n');
      expect(events).toEqual(['2']);
    });

    test('that throws makes push throw the same until reset', () => {
      const events: string[] = [];
      const broken = new Error('broken');
      const decoder = createDecoder({
        event({ data }) {
          events.push(data);
          if (data === '2') throw broken;
        },
      });
      decoder.push('data: 1\n\nid: 7\ndata: 2\n');
      expect(() => decoder.push('\ndata: 3\n\n')).toThrow(broken);
      expect(() => decoder.push('data: 4\n\n')).toThrow(broken);
      decoder.reset();
      decoder.push('data: 5\n\n');
      expect(events).toEqual(['1', '2', '5']);
    });

    test('that resets the decoder and then throws leaves it ready', () => {
      const events: string[] = [];
      const broken = new Error('broken');
      const decoder = createDecoder({
        event({ data }) {
          events.push(data);
          if (data !== '1') return;
          decoder.reset();
          throw broken;
        },
      });
      expect(() => decoder.push('data: 1\n\ndata: 2\n\n')).toThrow(broken);
      decoder.push('data: 3\n\n');
      expect(events).toEqual(['1', '3']);
    });
  });
});
