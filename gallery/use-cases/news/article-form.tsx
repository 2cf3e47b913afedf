import { type FormEvent, useState } from 'react';
import { Card } from '../../site/parts/card.tsx';
import styles from './page.module.css';
import { post } from '../../site/parts/post.ts';

/** Puts an article into a feed that the reader reads: into a file, not into the hub. */
export function ArticleForm() {
  const [outcome, setOutcome] = useState({ text: '', isRefusal: false });
  const [isBusy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    setBusy(true);
    setOutcome({ text: '', isRefusal: false });
    try {
      await post('/api/news/articles', { id: crypto.randomUUID(), ...Object.fromEntries(new FormData(form)) });
      form.reset();
      setOutcome({ text: 'It is in the feed. The reader’s next poll finds it.', isRefusal: false });
    } catch (error) {
      setOutcome({ text: (error as Error).message, isRefusal: true });
    } finally {
      setBusy(false);
    }
  }

  return (
    <Card title="Write for the Gazette">
      <form className={styles['form']} onSubmit={(event) => void submit(event)}>
        <label>
          Title
          <input name="title" required maxLength={120} autoComplete="off" />
        </label>
        <label>
          Text
          <textarea name="text" required maxLength={1000} rows={5} />
        </label>
        <div className="row">
          <button type="submit" className="primary" disabled={isBusy}>
            Put it into the feed
          </button>
          <a href="/api/news/feeds/gazette.xml" target="_blank" rel="noreferrer">
            Its RSS file
          </a>
        </div>
        <p role={outcome.isRefusal ? 'alert' : 'status'} className={styles['outcome']}>
          {outcome.text}
        </p>
      </form>
      <p className="faint">
        The town and its papers are invented; the feeds, the polling and the events are real. Add feeds of your own with{' '}
        <code>SPILLWAY_FEEDS=https://… npm start</code>.
      </p>
    </Card>
  );
}
