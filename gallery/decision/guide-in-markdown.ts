import { cases } from './cases.ts';
import { type Choice, choices } from './choices.ts';
import { decidingRule } from './guide.ts';
import { type Measurement, measurements } from './measurements.ts';
import { overview, overviewHead } from './overview.ts';
import { type Question, answersTo, questionNames, questions, wordsOf } from './questions.ts';
import { remarks } from './remarks.ts';
import { type When, rules } from './rules.ts';

/** Where `npm start` serves the gallery. */
const gallery = 'http://localhost:3000';

/** The guide as a document, for those who read the docs. */
export function guideInMarkdown(): string {
  return `# When to use what

<!-- Made from gallery/decision by \`npm run docs\`: change it there. -->

${table(
  overviewHead,
  overview.map(({ builds, choose, because }) => [builds.join(', '), `**${choose}**`, because]),
)}

The same guide [asks you a few questions](${gallery}/decision) in the gallery, and the links of the last
columns lead to measurements that run there: \`npm start\` opens it.

## What decides

The first row that fits decides.

${table(
  ['If', 'Choose', 'Such as', 'Because', 'Measured'],
  rules.map((rule) => [
    inWords(rule.when) || 'anything else',
    `**${choices[rule.choose].title}**`,
    cases
      .filter(({ answers }) => decidingRule(answers) === rule)
      .map(({ title }) => title)
      .join('; '),
    rule.because,
    linkTo(rule.measured),
  ]),
)}

## What else counts

${table(
  ['With', 'If', 'Remember', 'Measured'],
  remarks.map((remark) => [
    remark.with.map((choice) => choices[choice].short).join(', '),
    inWords(remark.when) || 'always',
    remark.says,
    linkTo(remark.measured),
  ]),
)}

## The questions

${questionNames.map((question) => `- **${questions[question].name}.** ${questions[question].asks} ${answersInWords(question)}`).join('\n')}

## The choices

${(Object.keys(choices) as Choice[]).map((choice) => `- **${choices[choice].title}.** ${choices[choice].means}`).join('\n')}
`;
}

function answersInWords(question: Question): string {
  return answersTo(question)
    .map((answer) => {
      const { label, hint } = wordsOf(question, answer);
      return hint ? `${label} (${hint}).` : `${label}.`;
    })
    .join(' ');
}

function inWords(when: When): string {
  return questionNames
    .flatMap((question) => {
      const wanted: readonly string[] = when[question] ?? [];
      const labels = wanted.map((answer) => inSentence(wordsOf(question, answer).label));
      return wanted.length > 0 ? [`${questions[question].name}: ${labels.join(', or ')}`] : [];
    })
    .join('; ');
}

/** A label within a sentence; abbreviations keep their capitals. */
function inSentence(label: string): string {
  return label.replace(/^[A-Z](?![A-Z])/, (letter) => letter.toLowerCase());
}

function linkTo(measured: Measurement | undefined): string {
  if (measured === undefined) return '';
  const { path, title } = measurements[measured];
  return `[${title}](${gallery}${path})`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map(row).join('\n');
}

/** A bar would end a cell. */
function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
