import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * A port of 127.0.0.1 that nobody listens on now, for a server that must find the same port again when it restarts.
 *
 * It lies below the ports that systems give to outgoing connections (Linux: from 32,768 on): such a connection could
 * take the port while the server is away, and one to the port itself could even be connected to itself. Each of the test runner's
 * workers has ports of its own, so that no other worker takes one before the server listens.
 */
export async function freePort(): Promise<number> {
  const worker = Number(process.env['VITEST_POOL_ID'] ?? 0) % workers;
  for (;;) {
    const port = 20_000 + worker * portsPerWorker + Math.floor(Math.random() * portsPerWorker);
    if (await isFree(port)) return port;
  }
}

const workers = 12;
const portsPerWorker = 1000;

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  const isListening = await once(server, 'listening').then(
    () => true,
    () => false,
  );
  if (isListening) await once(server.close(), 'close');
  return isListening;
}
