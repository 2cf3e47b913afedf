import { type Trips, nextEvent } from './trips.ts';

/** There and back on one WebSocket. */
export async function openWebSocketTrips(host: string, run: string): Promise<Trips> {
  const socket = new WebSocket(`ws://${host}/web-socket?run=${run}`);
  await nextEvent(socket, 'open', 'close');
  return {
    async trip(text) {
      const back = nextEvent(socket, 'message', 'close');
      socket.send(text);
      await back;
    },
    close: () => socket.close(),
  };
}
