import type { LoadReport, Second } from '../report.ts';
import { type LineChart, type Seconds, type Series, lineChart } from './line-chart.ts';
import { type Markup, html } from './markup.ts';

/** What happened in each second of the test. */
export function timelineSection({ timeline }: LoadReport): Markup | undefined {
  if (timeline.length < 2) return undefined;
  return html`<section class="card">
    <h2>Second by second</h2>
    <div class="charts">
      ${chartsOf(timeline)
        .filter(hasNumbers)
        .map((chart) => lineChart(chart))}
    </div>
  </section>`;
}

function chartsOf(timeline: readonly Second[]): LineChart[] {
  const x: Seconds = { label: 'second', seconds: timeline.map(({ second }) => second), marks: phasesOf(timeline) };
  const series = (name: string, of: (second: Second) => number | null): Series => ({ name, values: timeline.map(of) });
  return [
    {
      title: 'Deliveries a second',
      description: 'How many events reached subscribers in each second of the test.',
      unit: 'count',
      scale: 'linear',
      x,
      series: [series('deliveries', ({ deliveries }) => deliveries)],
    },
    {
      title: 'Latency',
      description: 'The median and the 99th percentile of each second, on a logarithmic scale.',
      unit: 'milliseconds',
      scale: 'logarithmic',
      x,
      series: [series('p50', ({ latencyP50 }) => latencyP50), series('p99', ({ latencyP99 }) => latencyP99)],
    },
    {
      title: "The server's CPU time",
      description: 'CPU seconds that the server used in each second: 1 is one processor.',
      unit: 'seconds',
      scale: 'linear',
      x,
      series: [series('CPU time', ({ serverCpuSeconds }) => serverCpuSeconds)],
    },
    {
      title: "The server's memory",
      description: 'Resident memory of the server.',
      unit: 'bytes',
      scale: 'linear',
      x,
      series: [series('resident', ({ residentBytes }) => residentBytes)],
    },
    {
      title: 'Open streams',
      description: 'How many subscribers had their stream open.',
      unit: 'count',
      scale: 'linear',
      x,
      series: [series('open', ({ open }) => open)],
    },
    {
      title: 'Events acknowledged a second',
      description: 'How many events the server took in each second.',
      unit: 'count',
      scale: 'linear',
      x,
      series: [series('acknowledged', ({ acknowledged }) => acknowledged)],
    },
  ];
}

function hasNumbers({ series }: LineChart): boolean {
  return series.some(({ values }) => values.some((value) => value !== null));
}

function phasesOf(timeline: readonly Second[]): Seconds['marks'] {
  return timeline
    .filter(({ phase }, index) => phase !== timeline[index - 1]?.phase)
    .map(({ second, phase }) => ({ second, name: phase }));
}
