import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '../../site/parts/button.tsx';
import { called } from './in-words.ts';
import { type Friendship, type Person, goods, otherThan } from './notices.ts';
import styles from './person.module.css';
import type { Act, Outcome } from './use-actions.ts';

/** What a person can do. Each becomes an event for whom it concerns. */
export function Actions({
  name,
  friendship,
  isOnline,
  act,
  outcome,
}: {
  readonly name: Person;
  readonly friendship: Friendship | undefined;
  readonly isOnline: boolean;
  readonly act: Act;
  readonly outcome: Outcome | undefined;
}) {
  const to = otherThan(name);
  const other = called(to);
  return (
    <fieldset className={styles['actions']} disabled={!isOnline}>
      <legend className="sr-only">What {called(name)} can do</legend>
      <ActionForm
        button="Send"
        onSubmit={({ text }) => act('messages', { id: crypto.randomUUID(), to, text }, `Sent to ${other}.`)}
      >
        <input
          name="text"
          aria-label={`Message to ${other}`}
          placeholder={`Message to ${other}`}
          maxLength={500}
          required
          autoComplete="off"
        />
      </ActionForm>
      <div className={styles['pair']}>
        <ActionForm
          button={`Pay ${other}`}
          onSubmit={({ euros }) =>
            act('payments', { id: crypto.randomUUID(), to, cents: Math.round(Number(euros) * 100) }, 'Paid.')
          }
        >
          <span className={styles['euros']}>
            <input
              name="euros"
              aria-label="Euros"
              type="number"
              min="0.01"
              max="1000"
              step="0.01"
              defaultValue="12.50"
              required
            />
          </span>
        </ActionForm>
        <ActionForm
          button="Order"
          onSubmit={({ item }) => act('orders', { id: crypto.randomUUID(), item }, 'Ordered.')}
        >
          <select name="item" aria-label="What to order">
            {goods.map((item) => (
              <option key={item}>{item}</option>
            ))}
          </select>
        </ActionForm>
      </div>
      <div className="row">
        <FriendButton name={name} friendship={friendship} act={act} />
        <p role={outcome?.isRefusal ? 'alert' : 'status'} className={styles['outcome']}>
          {outcome?.text}
        </p>
      </div>
    </fieldset>
  );
}

function FriendButton({
  name,
  friendship,
  act,
}: {
  readonly name: Person;
  readonly friendship: Friendship | undefined;
  readonly act: Act;
}) {
  const other = otherThan(name);
  const step = (next: string, done: string) => async () => {
    await act('friendships', { with: other, step: next }, done);
  };
  switch (friendship?.state) {
    case 'friends':
      return <Button onClick={step('end', 'You are no friends any more.')}>End the friendship</Button>;
    case 'requested':
      if (friendship.by === name) return <Button onClick={() => {}} disabled>{`Waiting for ${called(other)}`}</Button>;
      return <Button onClick={step('accept', 'You are friends.')}>{`Accept ${called(other)} as a friend`}</Button>;
    case 'none':
    case undefined:
      return (
        <Button onClick={step('request', `${called(other)} is asked.`)}>{`Ask ${called(other)} to be friends`}</Button>
      );
  }
}

/** A field and its button; the field is emptied once the server has taken what it holds. */
function ActionForm({
  button,
  onSubmit,
  children,
}: {
  readonly button: string;
  readonly onSubmit: (fields: Readonly<Record<string, string>>) => Promise<boolean>;
  readonly children: ReactNode;
}) {
  const [isBusy, setBusy] = useState(false);
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    setBusy(true);
    const fields = Object.fromEntries(new FormData(form)) as Record<string, string>;
    if (await onSubmit(fields)) form.reset();
    setBusy(false);
  }
  return (
    <form className={styles['form']} onSubmit={(event) => void submit(event)}>
      {children}
      <button type="submit" disabled={isBusy}>
        {button}
      </button>
    </form>
  );
}
