import { openConnection } from '../connection.ts';
import { createEnvironment } from '../environment.ts';
import { openChannel } from './channel.ts';
import { createLeader } from './leader.ts';
import type { Leader } from './leader.ts';
import { readToEnd } from './read-to-end.ts';

/**
 * Stands for election. Of all who stand under a name, in tabs and workers, the one who holds the lock of that name
 * leads; the browser takes it from those who die and gives it to the next. With `steal` it is taken from one who stands
 * still, and who then waits for its turn again. Returns a function that resigns.
 *
 * Locks may not be available: the browser refuses them to pages of an opaque origin, and insecure contexts have none. A tab
 * then gets `onUnavailable`. A shared worker passes none: it is the only one of its name, and leads without a lock.
 */
export function standForElection(name: string, steal: boolean, onUnavailable?: () => void): () => void {
  const { locks } = navigator as Partial<Navigator>;
  const resigning = new AbortController();
  const { signal } = resigning;
  let end: (() => void) | undefined;
  void stand(steal ? { steal } : { signal });
  return () => {
    resigning.abort();
    end?.();
  };

  async function stand(options: LockOptions): Promise<void> {
    try {
      if (locks) await locks.request(name, options, term);
      else if (onUnavailable) onUnavailable();
      else await term();
    } catch (error) {
      end?.();
      if (signal.aborted) return;
      // Robbed. Any other error says that there are no locks to be had here.
      if ((error as Error).name === 'AbortError') void stand({ signal });
      else onUnavailable?.();
    }
  }

  function term(): Promise<void> | undefined {
    return signal.aborted ? undefined : new Promise(lead);
  }

  /** Leads until it ends, and tells the lock so. */
  function lead(release: () => void): void {
    const { post, close } = openChannel(name, (notice) => leader.receive(notice));
    const leader: Leader = createLeader(String(Math.random()), {
      post,
      readToEnd,
      openFeed: openConnection,
      environment: createEnvironment(),
    });
    end = () => {
      leader.close();
      close();
      release();
    };
  }
}
