import type { Case } from '../case.ts';
import { next, quiet, tellingOf } from '../stage.ts';

/** Answers on which it gives up, though their body has an event. */
const refused = (name: string, wpt: string, status: number, contentType: string | null): Case => ({
  name,
  wpt: [wpt],
  expected: [['error 2'], 'Event', false, 1],
  async run({ open, urlOf, requestsOf }) {
    const hasBody = status !== 204 && status !== 205;
    const body = hasBody ? 'retry: 1\ndata: hello\n\n' : '';
    // (Chromium reads no body of 205, and would take its last chunk for the next answer.)
    const length = status === 205 ? '0' : null;
    const url = urlOf([{ status, headers: { 'Content-Type': contentType, 'Content-Length': length }, body }]);
    const source = open(url);
    const { told } = tellingOf(source);
    const error = await next(source, 'error');
    return [told, error.constructor.name, 'data' in error, (await requestsOf(url)).length];
  },
});

const accepted = (wpt: string, contentType: string, differs: NonNullable<Case['differs']> = {}): Case => ({
  name: `an answer of the type ${contentType} is a stream, in UTF-8`,
  wpt: [wpt],
  expected: 'ok…',
  differs,
  async run({ open }) {
    const source = open([{ headers: { 'Content-Type': contentType }, body: 'data:ok…\n\n', after: 'stay' }]);
    const { type, data } = await Promise.race([next(source), next(source, 'error')]);
    return data ?? type;
  },
});

export const endingCases: readonly Case[] = [
  ...[204, 205, 210, 299, 404, 410, 500, 503].map((status) =>
    refused(
      `an answer with status ${status} closes it`,
      status === 204 ? 'eventsource-close.window.js' : 'request-status-error.window.js',
      status,
      'text/event-stream',
    ),
  ),
  refused('an answer of another type closes it', 'format-mime-valid-bogus.any.js', 200, 'text/x-bogus'),
  refused('an answer of a type that is none closes it', 'format-mime-bogus.any.js', 200, 'x bogus'),
  {
    name: 'an answer of a type with a second word is of a type that is none, and closes it',
    expected: ['error 2'],
    differs: {
      Chromium: { seen: ['open'], because: 'it reads a type as far as the first space' },
      Firefox: { seen: ['open'], because: 'it reads a type as far as the first space' },
    },
    async run({ open }) {
      const source = open([{ headers: { 'Content-Type': 'text/event-stream bogus' }, body: quiet, after: 'stay' }]);
      return tellingOf(source).until(1);
    },
  },
  refused(
    'an answer of a type that only begins alike closes it',
    'format-mime-bogus.any.js',
    200,
    'text/event-streams',
  ),
  refused('an answer without a type closes it', 'format-mime-bogus.any.js', 200, null),
  accepted('format-mime-trailing-semicolon.any.js', 'text/event-stream;'),
  accepted('format-utf-8.any.js', 'text/event-stream;charset=windows-1252', {
    Chromium: { seen: 'error', because: 'it takes no charset but UTF-8' },
  }),
  accepted('format-utf-8.any.js', 'Text/Event-Stream ; charset=utf-8'),
  {
    name: 'after the end of a stream it reconnects, with an error first; 204 then closes it for good',
    wpt: ['eventsource-close.window.js', 'eventsource-reconnect.window.js'],
    expected: [['open', 'message: 1', 'error 0', 'open', 'message: 2', 'error 0', 'error 2'], 3],
    async run({ open, urlOf, requestsOf, meanwhile }) {
      const url = urlOf([{ body: 'retry: 2\ndata: 1\n\n' }, { body: 'data: 2\n\n' }, { status: 204 }]);
      const { told, until } = tellingOf(open(url));
      await until(7);
      await meanwhile();
      return [told, (await requestsOf(url)).length];
    },
  },
  {
    name: 'after a connection that broke off it reconnects, and the block that was not finished is discarded',
    wpt: ['format-data-before-final-empty-line.any.js', 'eventsource-reconnect.window.js'],
    expected: ['open', 'message: 1', 'error 0', 'open', 'message: 3'],
    async run({ open, urlOf, cut }) {
      const url = urlOf(['retry: 2\ndata: 1\n\nid: 2\nevent: other\ndata: 2', 'data: 3\n\n']);
      const { until } = tellingOf(open(url), 'other');
      await until(2);
      await cut(url);
      return until(5);
    },
  },
  {
    name: 'a server that cannot be reached is tried again, also at first',
    wpt: ['eventsource-reconnect.window.js'],
    expected: ['error 0', 'error 0'],
    differs: { Firefox: { seen: ['error 2'], because: 'it gives up where it has never been connected' } },
    async run({ open }) {
      // (Nothing listens there. Where a server hangs up, a browser may try again by itself.)
      const source = open('http://127.0.0.1:3/');
      const { told, until } = tellingOf(source);
      await until(1);
      return source.readyState === source.CLOSED ? told : until(2);
    },
  },
];
