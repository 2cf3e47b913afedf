import { Activity, StrictMode, createElement, useEffect } from 'react';
import type { ReactNode } from 'react';
import type { Connected } from '../../src/react/index.ts';
import { useEvents, useLatest, useStream } from '../../src/react/index.ts';

// The components of the tests, for servers and browsers: `shown` says what they show.

/** A component by its name, with what it asks for. */
export interface Part {
  readonly name: string;
  readonly hook: 'events' | 'sum' | 'faulty' | 'latest' | 'latest by topic' | 'stream';
  readonly url?: string;
  readonly topics?: readonly string[];
  readonly since?: 'now' | 'earliest' | 'latest';
  readonly body?: string;
  readonly asForm?: boolean;
  readonly autoStart?: boolean;
  readonly hidden?: boolean;
}

export interface Shown {
  /** What the newest render has, as JSON can say it. */
  value?: unknown;
  phase?: string;
  state?: object;
  status?: string;
  error?: string | undefined;
  renders: number;
  isMounted: boolean;
}

/** What a page of components has for tests. */
declare global {
  var shown: Record<string, Shown>;
  /** How many requests the hooks have made, also those that were taken back before they left. */
  var requests: number;
  /** What React and the page itself had to say against it. */
  var faults: string[];
  function show(...parts: readonly Part[]): void;
  /** Takes over what a server has rendered. */
  function hydrate(html: string, ...parts: readonly Part[]): void;
  function startStream(name: string, body?: string): void;
  function stopStream(name: string): void;
}

export const shown: Record<string, Shown> = {};
export const streams: Record<string, ReturnType<typeof useStream>> = {};

export function asTree(parts: readonly Part[]): ReactNode {
  return createElement(StrictMode, null, ...parts.map(asElement));
}

function asElement(part: Part): ReactNode {
  const element = createElement(components[part.hook], part);
  return createElement(Activity, { key: part.name, mode: part.hidden ? 'hidden' : 'visible', children: element });
}

const components = {
  events: (part: Part): ReactNode => {
    const { events, ...connected } = useEvents(part.url ?? '/events', requestOf(part));
    return useShown(part, events.map(({ data }) => data).join(' '), connected);
  },
  sum: (part: Part): ReactNode => {
    const { value, ...connected } = useEvents(part.url ?? '/events', {
      ...requestOf(part),
      headers: () => ({ 'X-Name': part.name }),
      events: { number: async (text) => asNumber(text) },
      initial: 0,
      reduce: (sum: number, { data }) => sum + data,
    });
    return useShown(part, value, connected);
  },
  faulty: (part: Part): ReactNode => {
    const { value, ...connected } = useEvents('/events', { ...requestOf(part), initial: 0, reduce: throwFault });
    return useShown(part, value, connected);
  },
  latest: (part: Part): ReactNode => {
    const { latest, ...connected } = useLatest('/events', requestOf(part));
    return useShown(part, latest?.data, connected);
  },
  'latest by topic': (part: Part): ReactNode => {
    const { latest, ...connected } = useLatest('/events', { ...requestOf(part), by: 'topic' });
    return useShown(part, Object.fromEntries(Array.from(latest, ([topic, { data }]) => [topic, data])), connected);
  },
  stream: (part: Part): ReactNode => {
    const { name, body = '', asForm, autoStart } = part;
    const stream = useStream('/answer', { method: 'POST', body: asForm ? formOf(body) : body, autoStart });
    useEffect(() => void (streams[name] = stream));
    const { status, error } = stream;
    return useShown(part, stream.text, stream, { status, error: error?.code });
  },
};

function throwFault(): never {
  throw new Error('a fault of its own');
}

/** Written anew for each render, as in applications. */
function requestOf({ topics = [], since }: Part) {
  return { topics: [...topics], since, retry: { minMs: 10, maxMs: 100 }, token };
}

function formOf(field: string): FormData {
  const form = new FormData();
  form.set('field', field);
  return form;
}

/** Of those who share a subscription all have the same function. */
function token(): string {
  return 'secret';
}

/** A reader that later events wait for. */
async function asNumber(text: string): Promise<number> {
  return Number(text);
}

function useShown({ name }: Part, value: unknown, { state }: Connected, more: Partial<Shown> = {}): ReactNode {
  useEffect(() => {
    const { renders = 0 } = shown[name] ?? {};
    shown[name] = { value, phase: state.phase, state, ...more, renders: renders + 1, isMounted: true };
  });
  useEffect(
    () => () => {
      const last = shown[name];
      if (last) last.isMounted = false;
    },
    [name],
  );
  return String(value);
}
