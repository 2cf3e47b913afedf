import { Button } from '../parts/button.tsx';
import styles from './server-card.module.css';
import { type ServerProcess, useServerProcess } from './server-process.ts';

/** The server's process, and a button that kills it: whoever reads on sees that nothing gets lost. */
export function ServerCard() {
  const { server, kill } = useServerProcess();
  return (
    <section className={styles['card']} aria-label="The server">
      <p role="status">{inWords(server)}</p>
      <Button onClick={kill} disabled={server.phase !== 'running'}>
        Kill it, miss nothing
      </Button>
    </section>
  );
}

function inWords(server: ServerProcess): string {
  switch (server.phase) {
    case 'unknown':
      return 'Looking for the server …';
    case 'killed':
      return 'Killed. It is being started again …';
    case 'running':
      return `The hub and this gallery are process ${server.pid}.`;
    default:
      return server satisfies never;
  }
}
