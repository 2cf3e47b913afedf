import { type Content, type Markup, barChart, lineChart } from '@spillway/hub/report';
import { type FigureName, figures } from '../figures.ts';
import { type CaseResult, summaryOf } from '../results.ts';
import { summarize } from '../statistics.ts';
import { isOurs } from './ours.ts';

/** Bars of what the case is about, and latency by percentiles, where there is something to compare. */
export function caseCharts(result: CaseResult): Content[] {
  const compared = result.case.figures.filter((figure) => !figure.startsWith('latency'));
  return [...compared.slice(0, 2).map((figure) => bars(result, figure)), latencyChart(result)];
}

function bars(result: CaseResult, figure: FigureName): Markup | undefined {
  const { label, unit, better } = figures[figure];
  const measured = result.contenders.flatMap((contender) => {
    const summary = summaryOf(contender, figure);
    return summary === undefined ? [] : [{ name: contender.name, value: summary.value, emphasis: isOurs(contender) }];
  });
  if (measured.length < 2) return undefined;
  const sorted = measured.toSorted((a, b) => (better === 'more' ? b.value - a.value : a.value - b.value));
  return barChart({ title: `${label} (${better} is better)`, unit, bars: sorted });
}

function latencyChart({ contenders }: CaseResult): Markup | undefined {
  const series = contenders.flatMap((contender) => {
    const reports = contender.measurements.flatMap((one) => (one.outcome === 'measured' ? [one.report] : []));
    const values = percentiles.map(([, key]) => summarize(reports.map(({ latency }) => latency[key]))?.value ?? null);
    return values.includes(null) ? [] : [{ name: contender.name, values }];
  });
  if (series.length === 0) return undefined;
  return lineChart({
    title: 'Latency by percentile',
    description: 'Means over the rounds, on a logarithmic scale.',
    unit: 'milliseconds',
    scale: 'logarithmic',
    x: { label: 'percentile', names: percentiles.map(([percentile]) => percentile) },
    series,
  });
}

const percentiles = [
  ['p50', 'p50'],
  ['p90', 'p90'],
  ['p99', 'p99'],
  ['p99.9', 'p999'],
  ['max', 'max'],
] as const;
