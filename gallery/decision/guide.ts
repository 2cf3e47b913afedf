import { type Choice, choices } from './choices.ts';
import type { Measurement } from './measurements.ts';
import { type Answers, type Question, questionNames } from './questions.ts';
import { remarks } from './remarks.ts';
import { type Rule, type When, rules } from './rules.ts';

/** What to build with, and why. */
export interface Recommendation {
  readonly choice: Choice;
  readonly title: string;
  readonly means: string;
  /** The one that decided comes first. */
  readonly reasons: readonly Reason[];
}

export interface Reason {
  readonly text: string;
  /** Where it can be checked. */
  readonly measured?: Measurement;
}

/** What the guide says to a person who answers so: the page and the docs have no other source. */
export function recommend(answers: Answers): Recommendation {
  const { choose: choice, because: text, measured } = decidingRule(answers);
  const further = remarks
    .filter((remark) => remark.with.includes(choice) && holds(remark.when, answers))
    .map((remark) => reason(remark.says, remark.measured));
  const { title, means } = choices[choice];
  return { choice, title, means, reasons: [reason(text, measured), ...further] };
}

/** The first rule that holds. */
export function decidingRule(answers: Answers): Rule {
  const rule = rules.find(({ when }) => holds(when, answers));
  if (rule === undefined) throw new Error('the last rule of the guide has to hold always');
  return rule;
}

function reason(text: string, measured: Measurement | undefined): Reason {
  return measured === undefined ? { text } : { text, measured };
}

function holds(when: When, answers: Answers): boolean {
  return questionNames.every((question) => allows(when, question, answers[question]));
}

function allows(when: When, question: Question, answer: string): boolean {
  const wanted: readonly string[] | undefined = when[question];
  return wanted === undefined || wanted.includes(answer);
}
