import { type Markup, formatQuantity, html } from '@spillway/hub/report';
import { type FigureName, figures } from '../figures.ts';
import { type CaseResult, type ContenderResult, ratioToNchan, summaryOf } from '../results.ts';
import { isOurs } from './ours.ts';

/** The contenders of a case with their figures: means, and below them the spread and the ratio to nchan. */
export function figuresTable(result: CaseResult): Markup {
  const { name, title } = result.case;
  const columns: readonly FigureName[] = [...result.case.figures, 'faults'];
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${title}: figures">
    <table id="${name}-figures">
      <thead>
        <tr>
          <th scope="col">server</th>
          ${columns.map((figure) => html`<th scope="col">${figures[figure].label}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${result.contenders.map(
          (contender) =>
            html`<tr ${isOurs(contender) && html`class="ours"`}>
              <th scope="row">${contender.name}</th>
              ${columns.map((figure) => figureCell(result, contender, figure))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function figureCell(result: CaseResult, contender: ContenderResult, figure: FigureName): Markup {
  const summary = summaryOf(contender, figure);
  const { unit } = figures[figure];
  const ratio = ratioToNchan(result, contender, figure);
  const spread =
    summary !== undefined &&
    summary.most > summary.least &&
    html`<small>${formatQuantity(summary.least, unit)} to ${formatQuantity(summary.most, unit)}</small>`;
  return html`<td>
    ${formatQuantity(summary?.value, unit)}${spread}${
      ratio !== undefined && html`<small>${formatQuantity(ratio, 'times')} nchan</small>`
    }
  </td>`;
}
