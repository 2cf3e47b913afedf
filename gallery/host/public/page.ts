import { createChart, shownSeconds } from './chart.ts';
import { figures } from './figures.ts';
import { nothingSeen, see } from './sequence.ts';
import type { Sample } from '../sample.ts';

// The page: the browser's own EventSource and nothing else. It reconnects by itself and says which event it saw last;
// the hub sends what came meanwhile.
const url = new URL('events', location.href);
url.search = new URLSearchParams({ topic: 'host/*', since: 'earliest' }).toString();

const charts = figures.map(createChart);
document.querySelector('#charts')?.prepend(...charts.map(({ element }) => element));

type State = 'connecting' | 'live' | 'reconnecting';
const words: Record<State, string> = { connecting: 'Connecting', live: 'Live', reconnecting: 'Reconnecting' };

let state: State = 'connecting';
let sequence = nothingSeen;
let samples: Sample[] = [];
let reconnects = 0;
let gaps: string[] = [];
let lastEventId = '';

follow();

/** Opens the stream; from the cursor on, where there is one. */
function follow(): void {
  const source = new EventSource(url);
  source.addEventListener('open', () => {
    if (state === 'reconnecting') reconnects += 1;
    become('live');
  });
  source.addEventListener('message', (event: MessageEvent<string>) => {
    ({ lastEventId } = event);
    take(JSON.parse(event.data));
  });
  // The hub says so before it goes on, where its log no longer holds what this page has not seen.
  source.addEventListener('gap', (event: MessageEvent<string>) => {
    const { reason, after }: { reason: string; after: string } = JSON.parse(event.data);
    gaps = [...gaps.slice(-9), `after ${after} (${reason})`];
    drawSoon();
  });
  source.addEventListener('error', () => {
    become('reconnecting');
    if (source.readyState !== EventSource.CLOSED) return;
    // The browser gave up: something in between, such as a proxy, answered in the hub's place. Begin anew from there.
    if (lastEventId !== '') url.searchParams.set('last_event_id', lastEventId);
    setTimeout(follow, 3_000);
  });
}

function become(next: State): void {
  state = next;
  drawSoon();
}

function take(sample: Sample): void {
  sequence = see(sequence, sample);
  const oldest = sample.time - shownSeconds * 1000;
  samples = [...samples.filter(({ time }) => time >= oldest), sample];
  drawSoon();
}

// History comes in a burst and is drawn once.
let drawing = false;
function drawSoon(): void {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    draw();
  });
}

function draw(): void {
  const pill = document.querySelector<HTMLElement>('#state');
  // Written only when it changes: a screen reader speaks whatever is written here.
  if (pill && pill.dataset['state'] !== state) {
    pill.dataset['state'] = state;
    pill.textContent = words[state];
  }
  const newest = samples.at(-1);
  if (newest) {
    const { name, system } = newest.machine;
    write('machine', name);
    write('system', system);
    document.title = `${name}, live`;
    write('newest', new Date(newest.time).toLocaleTimeString());
  }
  write('seen', String(sequence.seen));
  write('holes', String(sequence.holes));
  write('doubles', String(sequence.doubles));
  write('reconnects', String(reconnects));
  write('gaps', gaps.length === 0 ? 'none' : gaps.join('\n'));
  write('last-event-id', lastEventId || '–');
  const exact = sequence.holes + sequence.doubles === 0;
  const verdict = document.querySelector<HTMLElement>('#verdict');
  if (verdict && sequence.seen > 0) {
    verdict.dataset['exact'] = String(exact);
    const text = exact ? 'Every sample, once, in order' : 'Samples are missing or came twice';
    if (verdict.textContent !== text) verdict.textContent = text;
  }
  if (newest) for (const chart of charts) chart.draw(samples);
}

function write(id: string, text: string): void {
  const output = document.getElementById(id);
  if (output) output.textContent = text;
}
