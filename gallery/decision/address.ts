import { type Answers, answersTo, questionNames, usualAnswers } from './questions.ts';

/** The answers that an address has in its query; the usual one where it has none that is known. */
export function answersIn(query: URLSearchParams): Answers {
  return Object.fromEntries(
    questionNames.map((question) => {
      const given = query.get(question);
      return [question, answersTo(question).find((answer) => answer === given) ?? usualAnswers[question]];
    }),
  ) as unknown as Answers;
}

/** The query that leads to these answers. */
export function queryOf(answers: Answers): string {
  return new URLSearchParams(questionNames.map((question) => [question, answers[question]])).toString();
}
