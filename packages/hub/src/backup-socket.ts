import { chmodSync, rmSync } from 'node:fs';
import { type Server, type Socket, connect, createServer } from 'node:net';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { SpillwayError, type SpillwayErrorCode } from 'spillway';
import type { SqliteLog } from 'spillway/log/sqlite';

// One process has a log's file, so the hub that has it writes its backups. A command asks it on a Unix socket beside the file,
// in one line of JSON each way. Who may use the socket is decided by its permissions, as for the file itself.

export interface BackupRequest {
  /** An absolute path. */
  readonly to: string;
  readonly overwrite: boolean;
}

type Reply = { readonly error?: { readonly code: SpillwayErrorCode; readonly message: string } };

/**
 * Takes requests for backups until the returned function is called. Where the system has no such sockets, or the path is too
 * long for one, there are none: a backup then needs the hub to stop.
 */
export async function serveBackups(logPath: string, log: Pick<SqliteLog, 'backup'>): Promise<() => void> {
  const path = socketPath(logPath);
  if (path === undefined) return () => {};
  // A hub that was killed has left it; this process has the log's lock, so no other listens there.
  rmSync(path, { force: true });
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => void answer(socket, log));
  try {
    await once(server.listen(path), 'listening');
  } catch {
    // The folder may be written, but holds no sockets: some shared file systems do not.
    return () => {};
  }
  chmodSync(path, 0o600);
  server.unref();
  return () => void server.close();
}

async function answer(socket: Socket, log: Pick<SqliteLog, 'backup'>): Promise<void> {
  // A command that leaves early has no use for the answer.
  socket.on('error', () => socket.destroy());
  const reply: Reply = await readRequest(socket)
    .then(({ to, overwrite }) => log.backup(to, { overwrite }))
    .then(() => ({}), failure);
  socket.end(`${JSON.stringify(reply)}\n`);
}

/** Requests are short; what is longer is not one. */
const requestBytes = 16 * 1024;

async function readRequest(socket: Socket): Promise<BackupRequest> {
  let line = '';
  for await (const chunk of socket.setEncoding('utf8')) {
    line += String(chunk);
    if (line.length > requestBytes) break;
  }
  const { to, overwrite } = JSON.parse(line) as Partial<BackupRequest>;
  if (typeof to !== 'string') throw new SpillwayError('invalid-option', 'a request for a backup names a file');
  return { to, overwrite: overwrite === true };
}

function failure(error: unknown): Reply {
  if (error instanceof SpillwayError) return { error: { code: error.code, message: error.message } };
  return { error: { code: 'internal', message: String(error) } };
}

/**
 * Asks the hub that has the log to write a backup; false where none listens.
 *
 * @throws SpillwayError what the hub answers
 */
export async function requestBackup(logPath: string, request: BackupRequest): Promise<boolean> {
  const path = socketPath(logPath);
  if (path === undefined) return false;
  const socket = connect({ path, allowHalfOpen: true });
  try {
    await once(socket, 'connect');
  } catch {
    return false;
  }
  socket.end(JSON.stringify(request));
  const { error } = JSON.parse(await text(socket)) as Reply;
  if (error) throw new SpillwayError(error.code, error.message);
  return true;
}

/** [unix(7)] A path takes at most 107 bytes. Windows has other sockets. */
function socketPath(logPath: string): string | undefined {
  const path = `${logPath}-backup`;
  return process.platform === 'win32' || Buffer.byteLength(path) > 107 ? undefined : path;
}
