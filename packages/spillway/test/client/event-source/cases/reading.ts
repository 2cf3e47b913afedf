import type { Case } from '../case.ts';
import { next } from '../stage.ts';

/** What a stream says, and the events that it dispatches: their type, data and last event id. */
interface Reading {
  readonly name: string;
  readonly wpt: readonly string[];
  readonly stream: string | readonly number[];
  readonly events: readonly (readonly [type: string, data: string, lastEventId: string])[];
  readonly differs?: NonNullable<Case['differs']>;
}

const message = (...data: readonly string[]): Reading['events'] => data.map((each) => ['message', each, '']);

const readings: readonly Reading[] = [
  {
    name: 'the lines of a data buffer are joined by LF, and an empty one is no event',
    wpt: ['event-data.any.js', 'format-field-data.any.js'],
    stream: 'data:one\ndata:two\n\n:\nfoo:bar\n\ndata\n\ndata\ndata\n\ndata:three\n\n',
    events: message('one\ntwo', '', '\n', 'three'),
  },
  {
    name: 'a byte order mark at the very start is passed over',
    wpt: ['format-bom.any.js'],
    stream: '\uFEFFdata:1\n\ndata:2\n\n',
    events: message('1', '2'),
  },
  {
    name: 'a second byte order mark, and one inside the stream, is part of a field name',
    wpt: ['format-bom-2.any.js'],
    stream: '\uFEFF\uFEFFdata:1\n\ndata:2\n\n\uFEFFdata:3\n\n',
    events: message('2'),
  },
  {
    name: 'lines that begin with a colon say nothing, however long',
    wpt: ['format-comments.any.js'],
    stream: `data:1\n:data:2\n:${'x'.repeat(2049)}\ndata:3\n:\0\ndata:4\n\n`,
    events: message('1\n3\n4'),
  },
  {
    name: 'an event is of the type that its block says last, and of the type message after an empty one',
    wpt: ['format-field-event.any.js', 'format-field-event-empty.any.js', 'submissions/MOSQUITO/field-name-event.html'],
    stream: 'event:a\ndata:1\n\ndata:2\n\nevent:a\nevent:b\ndata:3\n\nevent:b\nevent: \ndata:4\n\n',
    events: [
      ['a', '1', ''],
      ['message', '2', ''],
      ['b', '3', ''],
      ['message', '4', ''],
    ],
  },
  {
    name: 'a line without a colon is a field without a value, and what is unknown is passed over',
    wpt: ['format-field-parsing.any.js', 'format-field-unknown.any.js'],
    stream: 'data:\0\ndata: 2\nData:1\ndata\0:2\ndata:1\nda-ta:3\ndata_5\ndata:3\ndata\n data:32\ndata:4\n\n',
    events: message('\0\n2\n1\n3\n\n4'),
  },
  {
    name: 'a field name that begins with NUL is unknown',
    wpt: ['format-field-parsing.any.js'],
    stream: 'data:1\n\0data:2\n\n',
    events: message('1'),
    differs: { Firefox: { seen: message('1\n2'), because: 'it drops the NUL' } },
  },
  {
    name: 'one space after the colon is dropped, and no other character',
    wpt: ['format-leading-space.any.js'],
    stream: 'data:\ttest\rdata: \ndata:test\n\ndata:  x\n\n',
    events: message('\ttest\n\ntest', ' x'),
  },
  {
    name: 'a line ends in CR, LF or CRLF',
    wpt: ['format-newlines.any.js'],
    stream: 'data:a\r\ndata:b\ndata:c\r\n\r\ndata:d\r\rdata:e\n\rdata:f\n\n',
    events: message('a\nb\nc', 'd', 'e', 'f'),
  },
  {
    name: 'NUL is a character like any other in data',
    wpt: ['format-null-character.any.js'],
    stream: 'data:\0\n\n',
    events: message('\0'),
  },
  {
    name: 'bytes that are not UTF-8 read as U+FFFD',
    wpt: ['format-utf-8.any.js'],
    stream: [0x64, 0x61, 0x74, 0x61, 0x3a, 0x6f, 0x6b, 0xff, 0xe2, 0x82, 0x0a, 0x0a],
    events: message('ok\uFFFD\uFFFD'),
  },
  {
    name: 'the last event id stays until another comes, and an empty one resets it',
    wpt: ['format-field-id-3.window.js'],
    stream: 'id: 1\ndata: a\n\ndata: b\n\nid: 2\ndata: c\n\nid\ndata: d\n\ndata: e\n\n',
    events: [
      ['message', 'a', '1'],
      ['message', 'b', '1'],
      ['message', 'c', '2'],
      ['message', 'd', ''],
      ['message', 'e', ''],
    ],
  },
  {
    name: 'an id that holds NUL is passed over',
    wpt: ['format-field-id-null.window.js'],
    stream: 'id: 1\0\ndata: a\n\nid: \0\ndata: b\n\nid: 2\ndata: c\n\nid: 3\0\ndata: d\n\n',
    events: [
      ['message', 'a', ''],
      ['message', 'b', ''],
      ['message', 'c', '2'],
      ['message', 'd', '2'],
    ],
    differs: {
      Firefox: {
        seen: [['message', 'c', '2']],
        because: 'it drops the events, too',
      },
    },
  },
];

export const readingCases: readonly Case[] = readings.map(({ stream, events, ...rest }) => ({
  ...rest,
  expected: events,
  async run({ open }) {
    const end = 'event:end\ndata\n\n';
    const body = typeof stream === 'string' ? stream + end : [...stream, ...new TextEncoder().encode(end)];
    const source = open([{ body, after: 'stay' }]);
    const seen: unknown[] = [];
    for (const type of new Set(['message', ...events.map(([each]) => each)])) {
      source.addEventListener(type, (event: MessageEvent) => seen.push([event.type, event.data, event.lastEventId]));
    }
    await next(source, 'end');
    return seen;
  },
}));
