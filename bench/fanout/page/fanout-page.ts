import { type Content, type Markup, html, reportPage } from '@spillway/hub/report';
import type { Judgement } from '../judgement.ts';
import { type CaseResult, type FanoutResults, judgementsOf, notesOf } from '../results.ts';
import { caseCharts } from './case-charts.ts';
import { figuresTable } from './figures-table.ts';
import { machineSection } from './machine-section.ts';
import { peersSection } from './peers-section.ts';
import { targetsTable } from './targets-table.ts';

/** A run as a page that needs nothing beside itself: a section for each case, then the peers and the machine. */
export function fanoutPage(results: FanoutResults): string {
  const { startedAt, rounds, isQuick, machine, cases } = results;
  const rest = isQuick ? ': a quick look, whose figures are not to be quoted' : '';
  return reportPage({
    title: 'Fan-out: Spillway beside its peers',
    subtitle: `${startedAt.slice(0, 10)}, ${machine.processor}, ${rounds === 1 ? 'one round' : `means of ${rounds} rounds`}${rest}`,
    body: [overview(cases), ...cases.map(caseSection), peersSection(results), machineSection(results)],
  });
}

/** All targets at a glance. */
function overview(cases: readonly CaseResult[]): Markup {
  const targets = cases.map((result) => ({
    result,
    judgements: judgementsOf(result).filter(({ target }) => !target.isAim),
  }));
  const all = targets.flatMap(({ judgements }) => judgements);
  const met = all.filter(({ verdict }) => verdict === 'met').length;
  return html`<section class="card">
    <h2>${met} of ${all.length} targets met</h2>
    <p class="lead">${method}</p>
    <ul class="contents">
      ${targets.map(
        ({ result, judgements }) =>
          html`<li><a href="#${result.case.name}">${result.case.title}</a> ${tally(judgements)}</li>`,
      )}
    </ul>
  </section>`;
}

const method =
  'Every server has one processor and is measured in a fresh process, turn by turn with the others; the load generator ' +
  'has processors of its own. Latency counts from the moment that an event was due. Figures are means over the ' +
  'rounds, faults those of the worst; below them stand the least and the most, and the ratio to nchan. Servers that no ' +
  'target compares with another have two rounds at the most.';

function tally(judgements: readonly Judgement[]): Content {
  if (judgements.length === 0) return undefined;
  const met = judgements.filter(({ verdict }) => verdict === 'met').length;
  return html`<span class="${met === judgements.length ? 'met' : 'missed'}">${met} of ${judgements.length}</span>`;
}

function caseSection(result: CaseResult): Markup {
  const { name, title, shows } = result.case;
  const notes = notesOf(result);
  return html`<section class="card" id="${name}">
    <h2>${title}</h2>
    <p class="lead">${shows}</p>
    ${figuresTable(result)} ${targetsTable(result)}
    ${
      notes.length > 0 &&
      html`<ul class="verdict warn">
        ${notes.map((note) => html`<li>${note}</li>`)}
      </ul>`
    }
    <div class="charts">${caseCharts(result)}</div>
  </section>`;
}
