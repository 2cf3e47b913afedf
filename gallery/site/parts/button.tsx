import { useState, type ReactNode } from 'react';

/** A button whose action may take its time; it waits for one press before it takes the next. */
export function Button({
  onClick,
  disabled = false,
  look,
  children,
}: {
  readonly onClick: () => void | Promise<void>;
  readonly disabled?: boolean;
  readonly look?: 'primary' | 'danger';
  readonly children: ReactNode;
}) {
  const [isBusy, setBusy] = useState(false);
  async function press() {
    setBusy(true);
    try {
      await onClick();
    } finally {
      setBusy(false);
    }
  }
  return (
    <button type="button" className={look} disabled={disabled || isBusy} onClick={() => void press()}>
      {children}
    </button>
  );
}
