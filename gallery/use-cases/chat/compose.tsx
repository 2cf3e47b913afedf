import { useState, type FormEvent } from 'react';
import styles from './chat.module.css';
import { mostNameLength, mostTextLength } from './message.ts';

/** Where a person says who they are, and writes. */
export function Compose({
  name,
  onName,
  onSend,
}: {
  readonly name: string;
  readonly onName: (name: string) => void;
  readonly onSend: (text: string) => void;
}) {
  const [text, setText] = useState('');

  function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim() === '' || name.trim() === '') return;
    onSend(text.trim());
    setText('');
  }

  return (
    <form className={styles['compose']} onSubmit={submit}>
      <label>
        Your name
        <input
          name="name"
          value={name}
          maxLength={mostNameLength}
          required
          autoComplete="off"
          onChange={({ target }) => onName(target.value)}
        />
      </label>
      <label>
        Message
        <input
          name="text"
          value={text}
          maxLength={mostTextLength}
          autoComplete="off"
          onChange={({ target }) => setText(target.value)}
        />
      </label>
      <button type="submit" className="primary">
        Send
      </button>
    </form>
  );
}
