import { useState } from 'react';
import { Button } from './button.tsx';

/** Copies a text to the clipboard, and announces whether it did. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [outcome, setOutcome] = useState('');

  async function copy() {
    // A second copy of the same text is announced again.
    setOutcome('');
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('Copied');
    } catch {
      // Browsers grant the clipboard on https and localhost only, and a person may refuse it.
      setOutcome('The browser refused. Select the text and copy it.');
    }
  }

  return (
    <span className="row">
      <span role="status">{outcome}</span>
      <Button onClick={copy}>
        Copy<span className="sr-only"> {label}</span>
      </Button>
    </span>
  );
}
