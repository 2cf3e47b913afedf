import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import type { AddressInfo, Server } from 'node:net';

/**
 * Has a server listen on the port that the file remembers, so that pages find it again after a crash; on another where that
 * is taken. Returns the port.
 */
export async function listen(server: Server, file: string): Promise<number> {
  const remembered = Number(await readFile(file, 'utf8').catch(() => ''));
  for (let port = remembered || anyPort(); ; port = anyPort()) {
    if (!(await isListening(server, port))) continue;
    if (port !== remembered) await writeFile(file, `${port}`);
    return (server.address() as AddressInfo).port;
  }
}

/** Below those that systems give to outgoing connections: one of these could take the port while the server is away. */
function anyPort(): number {
  return 20_000 + Math.floor(Math.random() * 12_000);
}

async function isListening(server: Server, port: number): Promise<boolean> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false;
    throw error;
  }
}
