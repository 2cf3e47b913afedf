import { useEffect, useState } from 'react';
import { Button } from '../parts/button.tsx';
import styles from './server-process.module.css';

interface Process {
  readonly pid: number;
  readonly uptimeSeconds: number;
}

/** The server's process, and a button that kills it: whoever reads on sees that nothing gets lost. */
export function ServerProcess() {
  const [process, setProcess] = useState<Process>();
  const [isGone, setGone] = useState(false);

  useEffect(() => {
    if (process !== undefined && !isGone) return;
    const asking = new AbortController();
    const ask = async () => {
      const found = await fetch('/api/process', { signal: asking.signal })
        .then((answer) => (answer.ok ? (answer.json() as Promise<Process>) : undefined))
        .catch(() => undefined);
      if (found === undefined) return;
      setProcess(found);
      setGone(false);
    };
    void ask();
    const timer = setInterval(() => void ask(), 500);
    return () => {
      clearInterval(timer);
      asking.abort();
    };
  }, [process, isGone]);

  async function kill() {
    await fetch('/api/crash', { method: 'POST' }).catch(() => undefined);
    setGone(true);
  }

  return (
    <section className={styles['server']} aria-label="The server">
      <p role="status">
        {process === undefined && 'Looking for the server …'}
        {isGone && 'Killed. It is being started again …'}
        {process !== undefined && !isGone && `The hub and this gallery are process ${process.pid}.`}
      </p>
      <Button onClick={kill} disabled={isGone}>
        Kill it, miss nothing
      </Button>
    </section>
  );
}
