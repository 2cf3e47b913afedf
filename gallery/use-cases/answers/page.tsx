import { useLatest } from 'spillway/react';
import { useSearchParams } from 'wouter';
import { Card } from '../../site/parts/card.tsx';
import { ConnectionBadge } from '../../site/parts/connection-badge.tsx';
import { Answer } from './answer.tsx';
import { answerId, listEvents } from './events.ts';
import styles from './page.module.css';
import { QuestionForm } from './question-form.tsx';
import { RecentAnswers } from './recent-answers.tsx';

export default function Answers() {
  const [address, setAddress] = useSearchParams();
  const asked = address.get('answer') ?? '';
  const chosen = answerId.test(asked) ? asked : undefined;
  // One topic lists all answers, each by its key: a page that comes begins with the newest state of each.
  const { latest, state } = useLatest('/events', {
    topics: ['answers'],
    events: listEvents,
    share: true,
    by: ({ type, data }) => (type === 'answer' ? data.id : type),
  });
  const heard = [...latest.values()];
  const answers = heard.flatMap((event) => (event.type === 'answer' ? [event.data] : []));
  const model = heard.find((event) => event.type === 'model')?.data;

  return (
    <div className={styles['columns']}>
      <div className="stack">
        <Card title="Ask" aside={<ConnectionBadge state={state} />}>
          <QuestionForm onAsked={(id) => setAddress({ answer: id })} />
          <p className="faint">
            {model?.isToy === false ? (
              `The model “${model.name}” answers, over an endpoint that speaks as OpenAI's does.`
            ) : (
              <>
                A toy model answers, trained on this project’s documentation: it shows streaming, not intelligence. Its
                pace is held below 30 tokens a second, so that you can watch. <code>SPILLWAY_AI_URL</code>,{' '}
                <code>SPILLWAY_AI_KEY</code> and <code>SPILLWAY_AI_MODEL</code> in the server’s environment have a real
                one answer.
              </>
            )}
          </p>
        </Card>
        {chosen !== undefined && <Answer key={chosen} id={chosen} />}
        <p className="faint">
          Ask, and reload in the middle of the answer, open it in a second tab, or kill the server: tokens are events of
          a topic, so nothing is missing and nothing comes twice. Stop ends the generation itself, not just what you
          see.
        </p>
      </div>
      <Card title="Recent answers">
        <RecentAnswers answers={answers} chosen={chosen} />
      </Card>
    </div>
  );
}
