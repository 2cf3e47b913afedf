import { Activity, StrictMode, createElement, useEffect } from 'react';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Connected } from '../../src/react/index.ts';
import { useEvents, useLatest, useStream } from '../../src/react/index.ts';

// Runs in the pages of the tests in real browsers: `show` renders components, and `shown` says what they show.

/** A component by its name, with what it asks for. */
export interface Part {
  readonly name: string;
  readonly hook: 'events' | 'sum' | 'latest' | 'latest by topic' | 'stream';
  readonly url?: string;
  readonly topics?: readonly string[];
  readonly since?: 'now' | 'earliest' | 'latest';
  readonly body?: string;
  readonly autoStart?: boolean;
  readonly hidden?: boolean;
}

export interface Shown {
  /** What the newest render has, as JSON can say it. */
  value?: unknown;
  phase?: string;
  status?: string;
  error?: string | undefined;
  renders: number;
  isMounted: boolean;
}

declare global {
  var shown: Record<string, Shown>;
  /** How many requests the hooks have made, also those that were taken back before they left. */
  var requests: number;
  function show(...parts: readonly Part[]): void;
  function startStream(name: string, body: string): void;
  function stopStream(name: string): void;
}

globalThis.shown = {};
globalThis.requests = 0;
const { fetch } = globalThis;
globalThis.fetch = (...args) => {
  requests += 1;
  return fetch(...args);
};
const streams: Record<string, ReturnType<typeof useStream>> = {};
const root = createRoot(document.getElementById('root') as HTMLElement);

globalThis.show = (...parts) => {
  root.render(createElement(StrictMode, null, ...parts.map(asElement)));
};
globalThis.startStream = (name, body) => streams[name]?.start({ body });
globalThis.stopStream = (name) => streams[name]?.stop();

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
  latest: (part: Part): ReactNode => {
    const { latest, ...connected } = useLatest('/events', requestOf(part));
    return useShown(part, latest?.data, connected);
  },
  'latest by topic': (part: Part): ReactNode => {
    const { latest, ...connected } = useLatest('/events', { ...requestOf(part), by: 'topic' });
    return useShown(part, Object.fromEntries(Array.from(latest, ([topic, { data }]) => [topic, data])), connected);
  },
  stream: (part: Part): ReactNode => {
    const { name, body = '', autoStart } = part;
    const stream = useStream('/answer', { method: 'POST', body, autoStart });
    useEffect(() => void (streams[name] = stream));
    const { status, error } = stream;
    return useShown(part, stream.text, stream, { status, error: error?.code });
  },
};

/** Written anew for each render, as in applications. */
function requestOf({ topics = [], since }: Part) {
  return { topics: [...topics], since, retry: { minMs: 10, maxMs: 100 }, token };
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
    shown[name] = { value, phase: state.phase, ...more, renders: renders + 1, isMounted: true };
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
