import { type Content, html } from '@spillway/hub/report';
import { figures } from '../figures.ts';
import { type CaseResult, judgementsOf } from '../results.ts';

/** What was wanted in a case, and what was found. */
export function targetsTable(result: CaseResult): Content {
  const judgements = judgementsOf(result);
  if (judgements.length === 0) return undefined;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${result.case.title}: targets">
    <table>
      <thead>
        <tr>
          <th scope="col">target</th>
          <th scope="col" class="text">figure</th>
          <th scope="col" class="text">wanted</th>
          <th scope="col" class="text">found</th>
          <th scope="col">verdict</th>
        </tr>
      </thead>
      <tbody>
        ${judgements.map(
          ({ target, wanted, found, verdict }) =>
            html`<tr>
              <th scope="row">${target.contender}</th>
              <td class="text">${figures[target.figure].label}</td>
              <td class="text">${wanted}</td>
              <td class="text">${found}</td>
              <td class="${verdict === 'met' ? 'met' : 'missed'}">${target.isAim === true && 'aim '}${verdict}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
