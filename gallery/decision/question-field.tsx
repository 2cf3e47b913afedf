import styles from './question-field.module.css';
import { type Question, answersTo, questions, wordsOf } from './questions.ts';

/** A question, and its answers to choose from. */
export function QuestionField({
  question,
  chosen,
  onChoose,
}: {
  readonly question: Question;
  readonly chosen: string;
  readonly onChoose: (answer: string) => void;
}) {
  return (
    <fieldset className={styles['field']}>
      <legend>{questions[question].asks}</legend>
      {answersTo(question).map((answer) => {
        const { label, hint } = wordsOf(question, answer);
        return (
          <label key={answer} className={styles['answer']}>
            <input
              type="radio"
              name={question}
              value={answer}
              checked={answer === chosen}
              onChange={() => onChoose(answer)}
            />
            <span>
              {label}
              {hint && <small>{hint}</small>}
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
