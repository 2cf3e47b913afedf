import type { Hub } from 'spillway';
import type { WebSocket } from 'ws';
import { topic } from './feed-event.ts';

/** As often as a silent stream of the hub gets a comment. */
const heartbeatMs = 15_000;

/** Sends each event as a message: from now on, or those after the number that the client says it has. */
export async function feedSocket(socket: WebSocket, hub: Hub, after: string | undefined): Promise<void> {
  const gone = new AbortController();
  const { signal } = gone;
  const beating = setInterval(() => socket.ping(), heartbeatMs);
  socket.once('close', () => {
    clearInterval(beating);
    gone.abort();
  });
  try {
    let page = await hub.page({ topics: [topic], cursor: after, signal });
    while (!signal.aborted) {
      for (const { data } of page.events) socket.send(data);
      page = await hub.page({ topics: [topic], cursor: page.cursor, waitMs: 60_000, signal });
    }
  } catch {
    // The hub is closing.
    socket.terminate();
  }
}
