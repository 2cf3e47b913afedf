import type { Page } from 'puppeteer-core';
import { expect, vi } from 'vitest';
import type { FeedEvent } from '../../comparison/feed/feed-event.ts';
import { ways } from '../../comparison/feed/ways.ts';
import { cell } from './experiment.ts';
import { patient } from '../../../packages/hub/test/support/patience.ts';

/** Whatever happens to the connections, these ways have every event once. */
export const resuming = ['polling', 'long-polling', 'events'] as const;

/** Notes, outside of the page's own code, the numbers that its WebSockets and EventSources are given. */
export async function overhear(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(() => {
    const heard: Record<string, number[]> = { 'web-socket': [], events: [] };
    const opened: { readonly readyState: number }[] = [];
    Object.assign(globalThis, { heard, opened });
    const note = (way: string) => (event: Event) => {
      heard[way]?.push((JSON.parse((event as MessageEvent<string>).data) as FeedEvent).number);
    };
    globalThis.WebSocket = class extends WebSocket {
      constructor(url: string | URL) {
        super(url);
        opened.push(this);
        this.addEventListener('message', note('web-socket'));
      }
    };
    globalThis.EventSource = class extends EventSource {
      constructor(url: string | URL) {
        super(url);
        opened.push(this);
        this.addEventListener('message', note('events'));
      }
    };
  });
}

/** What was overheard. */
export async function heardBy(page: Page, way: 'web-socket' | 'events'): Promise<number[]> {
  return page.evaluate((of) => (globalThis as unknown as { heard: Record<string, number[]> }).heard[of] ?? [], way);
}

/** The numbers of all events that the server has published, as its log says. */
export async function published(page: Page): Promise<number[]> {
  const port = await page.evaluate(
    () =>
      new URL(performance.getEntriesByType('resource').find(({ name }) => name.includes('/polling?'))?.name ?? '').port,
  );
  const url = `http://localhost:${port}/events?topic=paid&since=earliest&limit=1000`;
  const answer = await fetch(url, { headers: { accept: 'application/json' } });
  const { events } = (await answer.json()) as { readonly events: readonly { readonly data: string }[] };
  return events.map(({ data }) => (JSON.parse(data) as FeedEvent).number);
}

/** Five orders in a second, and a poll each second: the same in less time. */
export async function hurry(page: Page): Promise<void> {
  await page.select('select[id$=-rate]', '5');
  await page.select('select[id$=-polling]', '1');
}

/** A cell that is a number. */
export async function number(page: Page, name: string): Promise<number> {
  return Number(await cell(page, name));
}

/** Resolves when every way has brought so many more events than before. */
export async function more(page: Page, events: number): Promise<void> {
  const before = await Promise.all(ways.map((way) => number(page, `${way} received`)));
  await vi.waitFor(async () => {
    const now = await Promise.all(ways.map((way) => number(page, `${way} received`)));
    for (const [index, count] of now.entries()) expect(count).toBeGreaterThanOrEqual((before[index] ?? 0) + events);
  }, patient);
}

/** Resolves when each way has had an event that is newer than the incident. */
export async function liveAgain(page: Page, incident: 'cut' | 'restart'): Promise<void> {
  await vi.waitFor(async () => {
    for (const way of ways) expect(await cell(page, `${way} ${incident}-live`)).toMatch(/ m?s$/);
  }, patient);
}

/** Holds when these ways have neither missed nor doubled anything. */
export async function expectFaultless(page: Page, which: readonly string[]): Promise<void> {
  for (const way of which) {
    expect({ way, missed: await cell(page, `${way} missed`), doubled: await cell(page, `${way} doubled`) }).toEqual({
      way,
      missed: '0',
      doubled: '0',
    });
  }
}

/** The ready states of all that the page has opened. */
export async function readyStates(page: Page): Promise<number[]> {
  return page.evaluate(() =>
    (globalThis as unknown as { opened: { readyState: number }[] }).opened.map(({ readyState }) => readyState),
  );
}
