import { navigate } from 'wouter/use-browser-location';
import { useSearch } from 'wouter';
import { answersIn, queryOf } from './address.ts';
import { CasePicker } from './case-picker.tsx';
import { recommend } from './guide.ts';
import styles from './page.module.css';
import { OverviewTable } from './overview-table.tsx';
import { QuestionField } from './question-field.tsx';
import { type Answers, questionNames } from './questions.ts';
import { RecommendationCard } from './recommendation-card.tsx';

/** The short answer first; then questions on one side, and what they lead to on the other. The answers are in the address, so that it can be passed on. */
export default function Decision() {
  const answers = answersIn(new URLSearchParams(useSearch()));
  const recommendation = recommend(answers);
  const answer = (changed: Partial<Answers>) =>
    navigate(`/decision?${queryOf({ ...answers, ...changed })}`, { replace: true });
  return (
    <div className="stack">
      <OverviewTable />
      <CasePicker answers={answers} />
      <div className={styles['guide']}>
        <form className={styles['questions']} aria-label="Questions">
          {questionNames.map((question) => (
            <QuestionField
              key={question}
              question={question}
              chosen={answers[question]}
              onChoose={(chosen) => answer({ [question]: chosen })}
            />
          ))}
        </form>
        <div className={styles['result']}>
          <RecommendationCard recommendation={recommendation} />
        </div>
        {/* Where the recommendation is below the questions, a word of it is in view. */}
        <a href="#recommendation" className={styles['inBrief']}>
          <span>
            Choose <strong>{recommendation.title}</strong>
          </span>
          <span className={styles['why']}>Why?</span>
        </a>
      </div>
    </div>
  );
}
