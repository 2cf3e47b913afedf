import type { Case } from '../case.ts';
import { next, quiet, tellingOf } from '../stage.ts';

/** The base of relative URLs, as the standard has it. */
const base = (): string => globalThis.document?.baseURI ?? location.href;

/** The name of what a construction throws. */
function errorOf(construct: () => unknown): string {
  try {
    construct();
    return 'none';
  } catch (error) {
    return (error as Error).name;
  }
}

export const constructingCases: readonly Case[] = [
  {
    name: 'a relative URL is resolved against the document or the worker',
    wpt: ['eventsource-url.any.js', 'dedicated-worker/eventsource-url.htm'],
    expected: [true, true, true],
    run({ open }) {
      return ['plan/x', '/plan/x?a=b', '//example.test/x'].map((url) => open(url).url === new URL(url, base()).href);
    },
  },
  {
    name: 'an empty URL is that of the document or worker itself',
    wpt: ['eventsource-constructor-empty-url.any.js'],
    expected: true,
    run: ({ open }) => open('').url === base(),
  },
  {
    name: 'what is no text becomes one',
    wpt: ['eventsource-constructor-stringify.window.js'],
    expected: ['1', 'null', 'undefined', 'object'],
    run({ EventSource }) {
      return [1, null, undefined, { toString: () => 'object' }].map((each) => {
        const source = new EventSource(each as unknown as string);
        source.close();
        return source.url.split('/').at(-1);
      });
    },
  },
  {
    name: 'a URL that cannot be parsed is a SyntaxError',
    wpt: ['eventsource-constructor-url-bogus.any.js', 'dedicated-worker/eventsource-constructor-url-bogus.htm'],
    expected: ['DOMException', 'SyntaxError', 12],
    run({ open }) {
      try {
        return open('http://host:port/').url;
      } catch (error) {
        const { constructor, name, code } = error as DOMException;
        return [constructor.name, name, code];
      }
    },
  },
  {
    name: 'it takes a URL, and says so',
    expected: [1, 'TypeError'],
    run({ EventSource }) {
      return [EventSource.length, errorOf(() => new (EventSource as unknown as new () => unknown)())];
    },
  },
  {
    name: 'a URL is made a text once, before anything else is read',
    expected: ['url', 'withCredentials'],
    run({ EventSource, urlOf }) {
      const read: string[] = [];
      const url = {
        toString() {
          read.push('url');
          return urlOf([quiet]);
        },
      };
      const options = {
        get withCredentials() {
          read.push('withCredentials');
          return false;
        },
      };
      new EventSource(url as unknown as string, options).close();
      return read;
    },
  },
  {
    name: 'half of a surrogate pair in a URL is replaced',
    expected: true,
    run({ open }) {
      return open('plan/\ud83c').url.endsWith('/plan/%EF%BF%BD');
    },
  },
  {
    name: 'a symbol is no URL',
    expected: 'TypeError',
    run: ({ EventSource }) => errorOf(() => new EventSource(Symbol('url') as unknown as string)),
  },
  {
    name: 'null is as good as no options, and an object of a class has them all',
    expected: [false, true],
    run({ open, urlOf }) {
      class Options {
        get withCredentials() {
          return true;
        }
      }
      return [null, new Options()].map((each) => open(urlOf([quiet]), each as EventSourceInit).withCredentials);
    },
  },
  {
    name: 'a primitive is no options',
    expected: ['TypeError', 'TypeError', 'TypeError', 'TypeError'],
    run({ EventSource, urlOf }) {
      return [1, 'text', true, Symbol('options')].map((each) =>
        errorOf(() => new EventSource(urlOf([quiet]), each as unknown as EventSourceInit)),
      );
    },
  },
  {
    name: 'wrong options are found before a wrong URL',
    expected: 'TypeError',
    run: ({ EventSource }) => errorOf(() => new EventSource('http://host:port/', 1 as unknown as EventSourceInit)),
  },
  {
    name: 'it must be constructed with new',
    wpt: ['dedicated-worker/eventsource-constructor-no-new.any.js'],
    expected: 'TypeError',
    run({ EventSource, urlOf }) {
      try {
        return (EventSource as unknown as (url: string) => unknown)(urlOf([quiet]));
      } catch (error) {
        return (error as Error).name;
      }
    },
  },
  {
    name: 'options become what they say',
    wpt: ['request-credentials.window.js'],
    expected: [false, false, false, true, true],
    run({ open, urlOf }) {
      const values = [undefined, {}, { withCredentials: 0 }, { withCredentials: true }, { withCredentials: 'yes' }];
      return values.map((each) => open(urlOf([quiet]), each as EventSourceInit | undefined).withCredentials);
    },
  },
  ...['ftp://example.test/', 'about:blank', 'mailto:nobody@example.test', 'javascript:nothing'].map((url): Case => ({
    name: `${url} cannot be connected to, and is given up`,
    wpt: ['eventsource-constructor-non-same-origin.window.js', '*-worker/eventsource-constructor-non-same-origin.htm'],
    expected: ['error', 'Event', 2],
    async run({ open }) {
      const source = open(url);
      const { type, constructor } = await next(source, 'error');
      return [type, constructor.name, source.readyState];
    },
  })),
  {
    name: 'a data: URL is a stream like any other, of an opaque origin',
    expected: ['hello', 'null'],
    differs: { Firefox: { seen: ['refused', ''], because: 'it refuses such URLs' } },
    async run({ open }) {
      const source = open('data:text/event-stream,data:%20hello%0A%0A');
      source.addEventListener('error', () => source.dispatchEvent(new MessageEvent('message', { data: 'refused' })));
      const { data, origin } = await next(source);
      return [data, origin];
    },
  },
  {
    name: 'the base of a document is what its <base> says',
    where: ['window'],
    expected: 'http://example.test/under/name',
    async run({ EventSource }) {
      const element = document.createElement('base');
      element.href = 'http://example.test/under/';
      document.head.append(element);
      const source = new EventSource('name');
      source.close();
      element.remove();
      return source.url;
    },
  },
  {
    name: 'setting document.domain changes nothing',
    wpt: ['eventsource-constructor-document-domain.window.js'],
    where: ['window'],
    isAlone: true,
    expected: ['open'],
    async run({ open }) {
      // oxlint-disable-next-line no-self-assign -- The setter is what matters.
      document.domain = document.domain;
      return tellingOf(open([quiet])).until(1);
    },
  },
];
