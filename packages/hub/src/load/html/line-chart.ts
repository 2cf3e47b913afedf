import { type Markup, html } from './markup.ts';
import { type Unit, formatQuantity } from './quantity.ts';

/** A chart of lines as data: the page's script draws it, and a table says the same. */
export interface LineChart {
  readonly title: string;
  /** What a person who does not see it should know, in a sentence. */
  readonly description: string;
  readonly unit: Unit;
  readonly scale: 'linear' | 'logarithmic';
  readonly x: Steps | Seconds;
  readonly series: readonly Series[];
}

/** An axis of names, such as percentiles. */
export interface Steps {
  readonly label: string;
  readonly names: readonly string[];
}

/** An axis of time, and what began when. */
export interface Seconds {
  readonly label: string;
  readonly seconds: readonly number[];
  readonly marks: readonly { readonly second: number; readonly name: string }[];
}

export interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

/** Shows a chart. Its numbers follow as a table, unless a table with the id `tableId` has them already. */
export function lineChart(chart: LineChart, tableId?: string): Markup {
  const plot = {
    label: `${chart.title}. ${chart.description}`,
    described: tableId === undefined ? undefined : html`aria-describedby="${tableId}"`,
    data: JSON.stringify(chart),
  };
  return html`<figure class="chart">
    <figcaption>${chart.title}</figcaption>
    <div role="img" aria-label="${plot.label}" ${plot.described} data-chart="${plot.data}"></div>
    ${tableId === undefined && numbers(chart)}
  </figure>`;
}

function numbers({ title, x, unit, series }: LineChart): Markup {
  const names = 'names' in x ? x.names : x.seconds.map(String);
  const row = (name: string, index: number): Markup =>
    html`<tr>
      <th scope="row">${name}</th>
      ${series.map(({ values }) => html`<td>${formatQuantity(values[index], unit)}</td>`)}
    </tr>`;
  return html`<details>
    <summary>The numbers</summary>
    <div class="scroll" tabindex="0" role="group" aria-label="${title}, as a table">
      <table>
        <thead>
          <tr>
            <th scope="col">${x.label}</th>
            ${series.map(({ name }) => html`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${names.map(row)}
        </tbody>
      </table>
    </div>
  </details>`;
}
