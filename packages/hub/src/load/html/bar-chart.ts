import { type Markup, html } from './markup.ts';
import { type Unit, formatQuantity } from './quantity.ts';

/** A chart of bars; each stands beside its name and its value, so it needs neither a script nor another text. */
export interface BarChart {
  readonly title: string;
  readonly unit: Unit;
  readonly bars: readonly Bar[];
}

export interface Bar {
  readonly name: string;
  readonly value: number;
  /** Whether it is to be looked at first. */
  readonly emphasis?: boolean;
}

export function barChart({ title, unit, bars }: BarChart): Markup {
  const most = Math.max(...bars.map(({ value }) => value));
  const width = (value: number): string => (most > 0 ? `${((100 * value) / most).toFixed(2)}%` : '0');
  return html`<figure class="bars">
    <figcaption>${title}</figcaption>
    <ul>
      ${bars.map(
        ({ name, value, emphasis }) =>
          html`<li ${emphasis === true && html`class="emphasis"`}>
            <span class="name">${name}</span>
            <span class="bar"><i style="width:${width(value)}"></i></span>
            <span class="value">${formatQuantity(value, unit)}</span>
          </li>`,
      )}
    </ul>
  </figure>`;
}
