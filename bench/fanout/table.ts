import { styleText } from 'node:util';
import { formatQuantity } from '@spillway/hub/report';
import { align } from './align.ts';
import { type FigureName, figures } from './figures.ts';
import { type CaseResult, type ContenderResult, judgementsOf, notesOf, ratioToNchan, summaryOf } from './results.ts';

/** A case's results as lines for a terminal: means, their spread, and ratios to nchan; then the targets. */
export function caseTable(result: CaseResult): string {
  const columns: readonly FigureName[] = [...result.case.figures, 'faults'];
  const rows = [
    ['', ...columns.map((name) => figures[name].label)],
    ...result.contenders.flatMap((contender) => [
      [contender.name, ...columns.map((figure) => meanOf(contender, figure))],
      ['', ...columns.map((figure) => detailsOf(result, contender, figure))],
    ]),
  ];
  const lines = align(rows.filter((cells) => cells.some((cell) => cell !== '')));
  const targets = judgementsOf(result).map(({ target, wanted, found, verdict }) => {
    const mark = styleText(verdict === 'met' ? 'green' : 'red', (target.isAim ? `aim ${verdict}` : verdict).padEnd(12));
    return `  ${mark} ${target.contender}: ${figures[target.figure].label} ${wanted}: ${found}`;
  });
  const notes = notesOf(result).map((note) => styleText('yellow', `  ! ${note}`));
  return [`\n${styleText('bold', result.case.title)}`, '', ...lines, '', ...targets, ...notes].join('\n');
}

function meanOf(contender: ContenderResult, figure: FigureName): string {
  return formatQuantity(summaryOf(contender, figure)?.value, figures[figure].unit);
}

/** Half of the range of the rounds, and the ratio, such as `±4 %, 28.1x`. */
function detailsOf(result: CaseResult, contender: ContenderResult, figure: FigureName): string {
  const summary = summaryOf(contender, figure);
  const ratio = ratioToNchan(result, contender, figure);
  return [
    ...(summary !== undefined && summary.most > summary.least
      ? [`±${Math.round((50 * (summary.most - summary.least)) / summary.value)} %`]
      : []),
    ...(ratio === undefined ? [] : [formatQuantity(ratio, 'times')]),
  ].join(', ');
}
