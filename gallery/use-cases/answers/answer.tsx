import { useEvents } from 'spillway/react';
import { Button } from '../../site/parts/button.tsx';
import { Card } from '../../site/parts/card.tsx';
import { Figure, Figures } from '../../site/parts/figure.tsx';
import { type AnswerSoFar, emptyAnswer, paragraphsOf, tokensPerSecond, withEvent } from './answer-so-far.ts';
import styles from './answer.module.css';
import { answerEvents, topicOf } from './events.ts';

/** An answer from its beginning, wherever it stands: it is the same in every tab, and after a reload. */
export function Answer({ id }: { readonly id: string }) {
  const { value: answer, gap } = useEvents('/events', {
    topics: [topicOf(id)],
    since: 'earliest',
    events: answerEvents,
    share: true,
    initial: emptyAnswer,
    reduce: withEvent,
  });
  const isAnswering = answer.status === 'answering';
  const speed = tokensPerSecond(answer);

  async function stop() {
    await fetch(`/api/answers/${id}/stop`, { method: 'POST' }).catch(() => undefined);
  }

  return (
    <Card title="The answer">
      <p className={styles['question']}>{answer.question ?? (gap ? 'The question is no longer kept.' : '…')}</p>
      <article className={styles['text']} aria-label="Answer" aria-busy={isAnswering} data-status={answer.status}>
        {/* Text, whatever a model makes of it: React escapes it. */}
        {paragraphsOf(answer.text).map((paragraph, index) => (
          <p key={index}>{paragraph}</p>
        ))}
      </article>
      <p role="status" className="faint">
        {inWords(answer)}
      </p>
      <Figures>
        <Figure label="First token after">{answer.first ? `${answer.first.ms} ms` : '–'}</Figure>
        <Figure label="Tokens a second">{speed === undefined ? '–' : speed.toFixed(1)}</Figure>
        <Figure label="Tokens">
          <span data-tokens={answer.tokens}>{answer.tokens}</span>
        </Figure>
      </Figures>
      <div className="row">
        <Button onClick={stop} disabled={!isAnswering} look="danger">
          Stop
        </Button>
        <a className="button" href={`/answers?answer=${id}`} target="_blank" rel="noreferrer">
          Open it in a second tab
        </a>
      </div>
    </Card>
  );
}

/** Screen readers are told of the beginning and the end; in between they read at their own pace. */
function inWords({ status, reason }: AnswerSoFar): string {
  switch (status) {
    case 'unknown':
      return 'Nothing of such an answer has come yet.';
    case 'answering':
      return 'Answering …';
    case 'done':
      return 'The answer is complete.';
    case 'stopped':
      return 'Stopped.';
    case 'failed':
      return `Failed. ${reason}`;
    case 'interrupted':
      return 'Interrupted: the server died, and this model cannot go on where it was.';
    default:
      return status satisfies never;
  }
}
