import type { Distribution, LoadReport } from '../report.ts';
import { lineChart } from './line-chart.ts';
import { type Markup, html } from './markup.ts';
import { formatQuantity } from './quantity.ts';

/** How long everything took, by percentiles. */
export function latencySection(report: LoadReport): Markup {
  const rows = distributionsOf(report).filter(([, { count }]) => count > 0);
  return html`<section class="card">
    <h2>Latency</h2>
    <p class="lead">${explanation}</p>
    <div class="scroll" tabindex="0" role="region" aria-label="Latency, as a table">
      <table id="latency">
        <thead>
          <tr>
            <th scope="col">from</th>
            ${columns.map(([name]) => html`<th scope="col">${name}</th>`)}
            <th scope="col">count</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([name, distribution]) =>
              html`<tr>
                <th scope="row">${name}</th>
                ${columns.map(([, key]) => html`<td>${formatQuantity(distribution[key], 'milliseconds')}</td>`)}
                <td>${formatQuantity(distribution.count, 'whole')}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${lineChart(
      {
        title: 'Latency by percentile',
        description: 'How much of what was measured took at most how long, on a logarithmic scale.',
        unit: 'milliseconds',
        scale: 'logarithmic',
        x: { label: 'percentile', names: columns.slice(0, percentiles).map(([name]) => name) },
        series: rows.map(([name, distribution]) => ({
          name,
          values: columns.slice(0, percentiles).map(([, key]) => distribution[key]),
        })),
      },
      'latency',
    )}
  </section>`;
}

const explanation =
  'Times run from the moment that an event was due to be published, however late it could be sent: a server that ' +
  'stalls cannot hide it.';

const columns = [
  ['p50', 'p50'],
  ['p90', 'p90'],
  ['p99', 'p99'],
  ['p99.9', 'p999'],
  ['max', 'max'],
  ['mean', 'mean'],
] as const satisfies readonly (readonly [string, keyof Distribution])[];

/** All columns but the mean. */
const percentiles = 5;

function distributionsOf({ latency, publishLatency, connecting, storm }: LoadReport): [string, Distribution][] {
  return [
    ['due to delivered', latency],
    ...(storm
      ? [['due to delivered, those who stayed during the storm', storm.latencyOfOthers] as [string, Distribution]]
      : []),
    ['due to acknowledged', publishLatency],
    ['connection to response', connecting.latency],
  ];
}
