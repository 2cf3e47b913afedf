import { type FormEvent, useState } from 'react';
import styles from './question-form.module.css';

const suggestions = ['What is a cursor?', 'How is a tape read?', 'What survives a crash?'];

/** Takes a question, asks it, and tells the id of its answer. */
export function QuestionForm({ onAsked }: { readonly onAsked: (id: string) => void }) {
  const [question, setQuestion] = useState('');
  const [problem, setProblem] = useState<string>();
  const [isAsking, setAsking] = useState(false);

  async function ask(text: string) {
    setAsking(true);
    setProblem(undefined);
    try {
      const answer = await fetch('/api/answers', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ question: text }),
      });
      const { id, detail } = (await answer.json()) as { readonly id?: string; readonly detail?: string };
      if (id === undefined) throw new Error(detail);
      onAsked(id);
      setQuestion('');
    } catch (error) {
      setProblem(`It could not be asked: ${error instanceof Error ? error.message : 'no answer came'}`);
    } finally {
      setAsking(false);
    }
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (question.trim() !== '') void ask(question);
  }

  return (
    <>
      <form className={styles['form']} onSubmit={submit}>
        <input
          aria-label="Your question"
          placeholder="Ask something"
          maxLength={500}
          value={question}
          onChange={({ target }) => setQuestion(target.value)}
        />
        <button type="submit" className="primary" disabled={isAsking}>
          Ask
        </button>
      </form>
      <div className="row" role="group" aria-label="Questions to try">
        {suggestions.map((each) => (
          <button key={each} type="button" className={styles['try']} disabled={isAsking} onClick={() => void ask(each)}>
            {each}
          </button>
        ))}
      </div>
      {problem !== undefined && <p role="alert">{problem}</p>}
    </>
  );
}
