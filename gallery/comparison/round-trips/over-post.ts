import { type Trips, nextEvent } from './trips.ts';

/** There by POST, and back on a stream of events. */
export async function openPostTrips(host: string, run: string): Promise<Trips> {
  const url = `http://${host}/events?run=${run}`;
  const topic = `echo/${run}`;
  const source = new EventSource(`${url}&topic=${topic}`);
  await nextEvent(source, 'open', 'error');
  return {
    async trip(text) {
      const back = nextEvent(source, 'message', 'error');
      const posted = fetch(url, { method: 'POST', body: new URLSearchParams({ topic, data: text }) });
      const [, answer] = await Promise.all([back, posted]);
      if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    },
    close: () => source.close(),
  };
}
