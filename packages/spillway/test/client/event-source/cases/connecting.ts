import type { Case } from '../case.ts';
import { longWait, next, quiet, tellingOf } from '../stage.ts';

export const connectingCases: readonly Case[] = [
  {
    name: 'it is CONNECTING, then OPEN once the headers have come, then CLOSED by close()',
    wpt: [
      'eventsource-readyState.html',
      'eventsource-close.window.js',
      'eventsource-onopen.any.js',
      'submissions/MOSQUITO/user-agent-announce-connection.html',
      '*-worker/eventsource-close.htm',
      '*-worker/eventsource-onopen.htm',
    ],
    expected: [0, 1, 2],
    async run({ open }) {
      const source = open([quiet]);
      const seen = [source.readyState];
      await next(source, 'open');
      seen.push(source.readyState);
      source.close();
      return [...seen, source.readyState];
    },
  },
  {
    name: 'it opens with the headers, before anything of the stream has come',
    expected: ['open'],
    differs: Object.fromEntries(
      (['spillway in Firefox', 'Firefox'] as const).map((each) => [
        each,
        { seen: [], because: 'Firefox tells nobody that headers have come before something follows them' },
      ]),
    ),
    async run({ open }) {
      const { told, until } = tellingOf(open(['']));
      await Promise.race([until(1), longWait()]);
      return told;
    },
  },
  {
    name: 'open is an Event, without data, that neither bubbles nor can be cancelled',
    wpt: ['eventsource-onopen.any.js', 'eventsource-constructor-document-domain.window.js'],
    expected: ['Event', false, false, false],
    async run({ open }) {
      const event = await next(open([quiet]), 'open');
      return [event.constructor.name, 'data' in event, event.bubbles, event.cancelable];
    },
  },
  {
    name: 'a message is a MessageEvent with data, origin and last event id, that neither bubbles nor can be cancelled',
    wpt: ['eventsource-onmessage.any.js', 'eventsource-eventtarget.any.js', '*-worker/eventsource-onmesage.htm'],
    expected: ['MessageEvent', 'hello', '7', true, null, [], false, false],
    async run({ open, origin }) {
      const event = await next(open(['id: 7\ndata: hello\n\n']));
      const { data, lastEventId, source, ports, bubbles, cancelable } = event;
      const isOfOrigin = event.origin === origin;
      return [event.constructor.name, data, lastEventId, isOfOrigin, source, [...ports], bubbles, cancelable];
    },
  },
  {
    name: 'a message is trusted',
    wpt: ['eventsource-onmessage-trusted.any.js'],
    expected: true,
    differs: { spillway: { seen: false, because: 'no script can dispatch an event that is trusted' } },
    run: async ({ open }) => (await next(open(['data\n\n']))).isTrusted,
  },
  {
    name: 'each event is dispatched in a task of its own: who awaits one, through some promises, hears the next',
    expected: ['1', '2', '3'],
    async run({ open }) {
      const source = open(['data: 1\n\ndata: 2\n\ndata: 3\n\n']);
      const nextData = async (): Promise<unknown> => (await Promise.race([next(source), next(source, 'end')])).data;
      const later = async (): Promise<unknown> => nextData();
      return [await later(), await later(), await later()];
    },
  },
  {
    name: 'the request asks for an event stream, and for no cache to answer',
    wpt: [
      'request-accept.any.js',
      'request-cache-control.any.js',
      'submissions/MOSQUITO/accept-header-include-text-event-stream.html',
    ],
    expected: ['GET', 'text/event-stream', 'no-cache', 'none'],
    async run({ open, urlOf, requestsOf }) {
      const url = urlOf([quiet]);
      await next(open(url), 'open');
      const [request] = await requestsOf(url);
      const { accept, 'cache-control': cacheControl, 'last-event-id': lastEventId = 'none' } = request?.headers ?? {};
      return [request?.method, accept, cacheControl, lastEventId];
    },
  },
  {
    name: 'close() before there is an answer ends it without an event',
    wpt: ['eventsource-close.window.js', 'shared-worker/eventsource-close2.htm'],
    expected: [],
    async run({ open, meanwhile }) {
      const source = open(['data: hello\n\n']);
      const { told } = tellingOf(source);
      source.close();
      await meanwhile();
      return told;
    },
  },
  {
    name: 'close() while it opens is followed by no event, also none that came with the headers',
    wpt: ['eventsource-close.window.js'],
    expected: ['open'],
    async run({ open, meanwhile }) {
      const source = open(['data: hello\n\n']);
      const { told, until } = tellingOf(source);
      source.addEventListener('open', () => source.close());
      await until(1);
      await meanwhile();
      return told;
    },
  },
  {
    name: 'close() while a message is handled is followed by no event, also none that came in the same piece',
    expected: ['open', 'message: one'],
    async run({ open, meanwhile }) {
      const source = open([{ body: 'retry: 1\ndata: one\n\ndata: two\n\ndata: three\n\n' }]);
      const { told, until } = tellingOf(source);
      source.addEventListener('message', () => source.close());
      await until(2);
      await meanwhile();
      return told;
    },
  },
  {
    name: 'close() while an error is handled is followed by no other connection',
    expected: [['open', 'error 0'], 1],
    async run({ open, urlOf, requestsOf, meanwhile }) {
      const url = urlOf([{ body: 'retry: 1\n\n' }]);
      const source = open(url);
      const { told, until } = tellingOf(source);
      source.addEventListener('error', () => source.close());
      await until(2);
      await meanwhile();
      return [told, (await requestsOf(url)).length];
    },
  },
  {
    name: 'close() leaves the server at once',
    wpt: ['eventsource-request-cancellation.any.js'],
    expected: true,
    async run({ open, urlOf, requestsOf }) {
      const url = urlOf(['data: hello\n\n']);
      const source = open(url);
      await next(source);
      source.close();
      const requests = await requestsOf(url, { over: 1 });
      return requests[0]?.isOver;
    },
  },
  {
    name: 'close() leaves at once the server that a redirect has led to, too',
    expected: 'left',
    differs: {
      'spillway in Firefox': {
        seen: 'stayed',
        because: 'it keeps a connection to where redirects of a fetch have led',
      },
    },
    async run({ open, urlOf, requestsOf, otherOrigin }) {
      // (Of the other origin, as where it stays there is one connection less for all other cases.)
      const allowed = {
        headers: { 'Access-Control-Allow-Origin': '*' },
        body: 'data: hello\n\n',
        after: 'stay',
      } as const;
      const url = urlOf([allowed], { origin: otherOrigin });
      const source = open([{ status: 302, headers: { Location: url } }]);
      await next(source);
      source.close();
      return Promise.race([requestsOf(url, { over: 1 }).then(() => 'left'), longWait().then(() => 'stayed')]);
    },
  },
  {
    name: 'when the page is stopped it is closed, with an error',
    wpt: ['eventsource-request-cancellation.any.js'],
    where: ['window'],
    isAlone: true,
    expected: ['open', 'error 2'],
    differs: {
      spillway: { seen: ['open', 'error 0'], because: 'fetch reports what was stopped as broken off' },
    },
    async run({ open }) {
      const { until } = tellingOf(open([quiet]));
      await until(1);
      window.stop();
      return until(2);
    },
  },
  {
    name: 'events are of the realm that the class is of',
    wpt: ['eventsource-onmessage-realm.htm', 'eventsource-constructor-url-multi-window.htm'],
    where: ['window'],
    expected: [true, true, true],
    async run({ EventSource, urlOf }) {
      const frame = document.createElement('iframe');
      const isNative = EventSource === window.EventSource;
      frame.src = '/frame/';
      await new Promise((resolve) => {
        frame.addEventListener('load', resolve);
        document.body.append(frame);
      });
      const inner = frame.contentWindow as Window & typeof globalThis;
      if (!isNative) {
        const script = inner.document.createElement('script');
        script.type = 'module';
        script.textContent = `
          import { EventSource } from '/src/client/event-source.ts';
          globalThis.EventSource = EventSource;
          dispatchEvent(new Event('ready'));`;
        const isReady = next(inner, 'ready');
        inner.document.head.append(script);
        await isReady;
      }
      const source = new inner.EventSource(urlOf(['data\n\n']));
      const event = await next(source);
      source.close();
      const relative = new inner.EventSource('name');
      relative.close();
      const seen = [
        event.constructor === inner.MessageEvent,
        relative.url === `${location.origin}/frame/name`,
        source instanceof inner.EventTarget,
      ];
      frame.remove();
      return seen;
    },
  },
];
