import type { LoadReport } from '../report.ts';
import { latencySection } from './latency-section.ts';
import { integritySection, verdict } from './integrity-section.ts';
import { type Content, type Markup, html } from './markup.ts';
import { reportPage } from './page.ts';
import { formatQuantity } from './quantity.ts';
import { type Fact, facts } from './facts.ts';
import { timelineSection } from './timeline-section.ts';

/** A load test's report as a page that needs nothing beside itself: what `spillway bench --html` writes. */
export function loadReportPage(report: LoadReport): string {
  return reportPage({
    title: `Load test of ${hostOf(report.url)}`,
    subtitle: `${summaryOf(report)}, ${report.startedAt.replace('T', ' ').replace(/\..*Z$/, ' UTC')}`,
    body: [
      verdict(report),
      warnings(report),
      headline(report),
      latencySection(report),
      timelineSection(report),
      integritySection(report),
      costSection(report),
      planSection(report),
    ],
  });
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? url;
}

function summaryOf({ plan }: LoadReport): string {
  const rate = plan.ratePerSecond === null ? 'as fast as it goes' : `${whole(plan.ratePerSecond)} events/s`;
  const topics = plan.topics === 1 ? 'one topic' : `${whole(plan.topics)} topics`;
  return `${whole(plan.subscribers)} subscribers over ${transportNames[plan.transport]}, ${topics}, ${rate}`;
}

const transportNames = { http1: 'HTTP/1.1', http2: 'HTTP/2', websocket: 'WebSocket' } as const;

function warnings({ generator }: LoadReport): readonly Markup[] {
  return generator.warnings.map((warning) => html`<p class="verdict warn">${warning}</p>`);
}

function headline({ window, latency, server, connecting }: LoadReport): Markup {
  const memory = server && formatQuantity(server.residentBytesPerSubscriber, 'bytes');
  const perCpuSecond = server && formatQuantity(server.deliveriesPerCpuSecond, 'count');
  return facts('headline', [
    ['deliveries a second', formatQuantity(window.deliveriesPerSecond, 'count')],
    ['latency, half of them', formatQuantity(latency.p50, 'milliseconds')],
    ['latency, 99 of 100', formatQuantity(latency.p99, 'milliseconds')],
    ['events acknowledged a second', formatQuantity(window.acknowledged / window.seconds, 'count')],
    ['deliveries a CPU-second of the server', perCpuSecond],
    ['memory a subscriber', memory],
    ['all connected in', formatQuantity(connecting.seconds, 'seconds')],
  ]);
}

function costSection({ server, generator, window }: LoadReport): Markup {
  const serverFacts: readonly Fact[] = server
    ? [
        ['processes', server.pids.join(', ')],
        ['CPU time in the window', formatQuantity(server.cpuSeconds, 'seconds')],
        ['CPU time a delivery', formatQuantity((1e6 * server.cpuSeconds) / window.deliveries, 'microseconds')],
        ['CPU time while all connected', formatQuantity(server.connectCpuSeconds, 'seconds')],
        ['memory before the first subscriber', formatQuantity(server.residentBytesBefore, 'bytes')],
        ['memory with all of them, idle', formatQuantity(server.residentBytesIdle, 'bytes')],
        ['memory at the most', formatQuantity(server.residentBytesPeak, 'bytes')],
      ]
    : [];
  return html`<section class="card">
    <h2>What it cost</h2>
    ${server ? [html`<h3>The server</h3>`, facts('facts', serverFacts)] : html`<p>${noServer}</p>`}
    <h3>The load generator</h3>
    ${facts('facts', [
      ['threads', whole(generator.threads)],
      ['busy share of the busiest', formatQuantity(generator.busiest, 'share')],
      ['late with events, 99 of 100 within', formatQuantity(generator.publishDelay.p99, 'milliseconds')],
    ])}
  </section>`;
}

const noServer = "The server's process ids were not given (--pid), so its CPU time and memory are not known.";

function planSection({ url, plan, window, connecting }: LoadReport): Markup {
  return html`<section class="card">
    <h2>What was asked for</h2>
    ${facts('facts', [
      ['subscribe URL', url],
      ['subscribers', `${whole(plan.subscribers)} on ${whole(plan.connections)} connections`],
      ['topics', `${whole(plan.topics)}${plan.ownTopics ? ', and one of its own for each subscriber' : ''}`],
      [
        'publishers',
        `${whole(plan.publishers)}, ${whole(plan.batch)} events a request, ${whole(plan.dataBytes)} bytes each`,
      ],
      ['rate', plan.ratePerSecond === null ? 'saturation' : `${whole(plan.ratePerSecond)} events/s`],
      ['stalled', subscribersIfAny(plan.stalledSubscribers)],
      ['cut off, to come back at once', subscribersIfAny(plan.stormSubscribers)],
      ['measured window', formatQuantity(window.seconds, 'seconds')],
      ['received in the window', formatQuantity(window.bytesReceived, 'bytes')],
      ['could not connect', `${whole(connecting.failed)}${connecting.reason ? `: ${connecting.reason}` : ''}`],
      ['publishes refused', `${whole(window.refused)}${window.reason ? `: ${window.reason}` : ''}`],
    ])}
  </section>`;
}

function subscribersIfAny(count: number): Content {
  return count > 0 ? `${whole(count)} subscribers` : undefined;
}

function whole(value: number): string {
  return formatQuantity(value, 'whole');
}
