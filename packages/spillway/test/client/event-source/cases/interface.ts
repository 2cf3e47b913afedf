/* oxlint-disable unicorn/prefer-add-event-listener -- The attributes are what is looked at. */
import type { EventSource } from '../../../../src/client/event-source-interface.ts';
import type { Case } from '../case.ts';
import { next, quiet } from '../stage.ts';

/** Its accessors, or the type of its value, and what it is. */
function describeMember(target: object, name: PropertyKey): string {
  const descriptor = Object.getOwnPropertyDescriptor(target, name) ?? {};
  const accessors = [descriptor.get?.name, descriptor.set?.name].join();
  const words = (['writable', 'enumerable', 'configurable'] as const).filter((word) => descriptor[word]);
  return [descriptor.get === undefined ? typeof descriptor.value : accessors, ...words].join(' ');
}

const attribute = (name: string, isSettable: boolean): string =>
  `get ${name},${isSettable ? `set ${name}` : ''} enumerable configurable`;

export const interfaceCases: readonly Case[] = [
  {
    name: 'the class has the members of the interface, as Web IDL has them',
    wpt: ['interfaces.html', 'eventsource-prototype.any.js'],
    expected: {
      class: ['EventSource', 1, true],
      constants: Array.from({ length: 6 }, () => 'number enumerable'),
      values: [0, 1, 2],
      url: attribute('url', false),
      withCredentials: attribute('withCredentials', false),
      readyState: attribute('readyState', false),
      onopen: attribute('onopen', true),
      onmessage: attribute('onmessage', true),
      onerror: attribute('onerror', true),
      close: 'function writable enumerable configurable',
      tag: 'string configurable',
      text: '[object EventSource]',
    },
    run({ EventSource, open }) {
      const { prototype } = EventSource;
      const constants = ['CONNECTING', 'OPEN', 'CLOSED'] as const;
      const members = ['url', 'withCredentials', 'readyState', 'onopen', 'onmessage', 'onerror', 'close'];
      return {
        class: [EventSource.name, EventSource.length, Object.getPrototypeOf(prototype) === EventTarget.prototype],
        constants: [EventSource, prototype].flatMap((place) => constants.map((name) => describeMember(place, name))),
        values: constants.map((name) => EventSource[name]),
        ...Object.fromEntries(members.map((name) => [name, describeMember(prototype, name)])),
        tag: describeMember(prototype, Symbol.toStringTag),
        text: Object.prototype.toString.call(open([quiet])),
      };
    },
  },
  {
    name: 'an attribute of anything else is a TypeError',
    wpt: ['interfaces.html'],
    expected: ['TypeError', 'TypeError', 'TypeError', 'TypeError'],
    run({ EventSource }) {
      const { prototype } = EventSource;
      return [() => prototype.url, () => prototype.readyState, () => prototype.onopen, () => prototype.close()].map(
        (use) => {
          try {
            return String(use());
          } catch (error) {
            return (error as Error).name;
          }
        },
      );
    },
  },
  {
    name: 'what is put on the prototype is on each',
    wpt: ['eventsource-prototype.any.js'],
    expected: 'mine',
    run({ EventSource, open }) {
      const prototype = EventSource.prototype as EventSource & { own?: () => string };
      prototype.own = () => 'mine';
      const said = (open([quiet]) as typeof prototype).own?.();
      delete prototype.own;
      return said;
    },
  },
  {
    name: 'a handler attribute is null at first, and keeps functions and objects, and nothing else',
    expected: [null, true, true, null, null, null],
    run({ open }) {
      const source = open([quiet]);
      const handler = (): unknown => source;
      const object = {};
      const kept = [null, handler, object, 'text', 1, undefined].map((each) => {
        source.onmessage = each as EventSource['onmessage'];
        return source.onmessage as unknown;
      });
      return [kept[0], kept[1] === handler, kept[2] === object, ...kept.slice(3)];
    },
  },
  {
    name: 'a handler is called on its source, in the place where it was first set, and again at the end once it was null',
    expected: ['first', 'handler 2 true', 'second', '|', 'first', 'second', '|', 'first', 'second', 'handler 3 true'],
    async run({ open }) {
      const source = open(['data: 1\n\ndata: 2\n\ndata: 3\n\nevent: end\ndata\n\n']);
      const calls: string[] = [];
      const handler = (number: number) =>
        function (this: unknown): void {
          calls.push(`handler ${number} ${this === source}`);
        };
      source.addEventListener('message', () => calls.push('first'));
      source.onmessage = handler(1);
      source.addEventListener('message', () => calls.push('second'));
      source.onmessage = handler(2);
      source.addEventListener('message', ({ data }) => {
        if (data === '1') source.onmessage = null;
        if (data === '2') source.onmessage = handler(3);
      });
      source.addEventListener('message', ({ data }) => {
        if (data !== '3') calls.push('|');
      });
      await next(source, 'end');
      return calls;
    },
  },
  {
    name: 'a handler that is an object without being callable is not called, and one that throws harms nobody',
    expected: ['listener', 'listener'],
    async run({ open }) {
      const source = open(['data: 1\n\ndata: 2\n\n']);
      const calls: string[] = [];
      source.onmessage = { handleEvent: () => calls.push('object') } as unknown as EventSource['onmessage'];
      source.addEventListener('message', () => calls.push('listener'));
      await next(source);
      await next(source);
      return calls;
    },
  },
  {
    name: 'a handler that returns false cancels an event that can be cancelled',
    expected: [true, false],
    run({ open }) {
      const source = open([quiet]);
      const dispatch = (): boolean => source.dispatchEvent(new MessageEvent('message', { cancelable: true }));
      source.onmessage = () => true;
      const kept = dispatch();
      source.onmessage = () => false;
      return [kept, dispatch()];
    },
  },
];
