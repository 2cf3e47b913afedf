// The disk thread: takes one call after the other, and blocks for the disk so that the event loop need not.

import type { DatabaseSync } from 'node:sqlite';
import { parentPort } from 'node:worker_threads';
import { SpillwayError } from '../../error.ts';
import type { Offset } from '../../event.ts';
import { writeBackup } from './backup.ts';
import { openDatabase } from './database.ts';
import { EventStore } from './event-store.ts';
import { describeFailure } from './failure.ts';
import { forgetHolder } from './holder.ts';
import { writeMark } from './origin.ts';
import type { Calls, Reply, Request, Results } from './protocol.ts';

if (parentPort === null) throw new Error('this file is the disk thread of openSqliteLog, not a program');
const port = parentPort;

interface OpenLog {
  readonly database: DatabaseSync;
  readonly store: EventStore;
}

let log: OpenLog | undefined;
let path = '';
let damaged = false;
let marked: Offset | undefined;

port.on('message', async (request: Request) => {
  // All but a backup is answered at once; what comes during a backup is answered between its steps.
  const replied = request.kind === 'backup' ? await replyTo(request, backUp) : reply(request);
  port.postMessage(replied);
  if (request.kind === 'close') endThread();
});

/** Deno's `parentPort` cannot be closed; there the thread is a web worker, which can. */
function endThread(): void {
  if ('Deno' in globalThis) globalThis.close();
  else port.close();
}

function reply(request: Answered): Reply {
  try {
    return { number: request.number, result: answer(request) };
  } catch (error) {
    return failed(request, error);
  }
}

async function replyTo(request: BackupRequest, run: (input: Calls['backup']) => Promise<undefined>): Promise<Reply> {
  try {
    return { number: request.number, result: await run(request.input) };
  } catch (error) {
    return failed(request, error);
  }
}

type BackupRequest = Extract<Request, { kind: 'backup' }>;
type Answered = Exclude<Request, BackupRequest>;

function failed({ number }: Request, error: unknown): Reply {
  const failure = describeFailure(error, path);
  if (failure.code === 'log-damaged') damaged = true;
  return { number, failure };
}

async function backUp({ to, overwrite }: Calls['backup']): Promise<undefined> {
  if (log === undefined) throw new SpillwayError('closed', 'the log is closed');
  await writeBackup(log.database, to, overwrite);
  return undefined;
}

function answer(request: Answered): Results[Answered['kind']] {
  if (request.kind === 'open') return open(request.input);
  if (log === undefined) throw new SpillwayError('closed', 'the log is closed');
  const { store } = log;
  switch (request.kind) {
    case 'commit':
      return whileSound(() => store.commit(request.input));
    case 'read':
      return store.read(request.input);
    case 'bounds':
      return store.bounds(request.input);
    case 'find':
      return store.find(request.input);
    case 'trim':
      whileSound(() => store.trim(request.input));
      return undefined;
    case 'tidy':
      markProgress(store);
      return whileSound(() => store.tidy(request.input));
    case 'close':
      markProgress(store);
      close(log.database);
      return undefined;
    default:
      return request satisfies never;
  }
}

function open(input: Calls['open']): Results['open'] {
  path = input.path;
  const database = openDatabase(path);
  try {
    const store = new EventStore(database, input.retention);
    const { last } = store.bounds(input);
    log = { database, store };
    writeMark(path, store.life);
    return { epoch: store.epoch, last };
  } catch (error) {
    close(database);
    throw error;
  }
}

/** Called about once a second while the log is open. */
function markProgress(store: EventStore): void {
  if (store.life.last === marked) return;
  marked = store.life.last;
  writeMark(path, store.life);
}

function close(database: DatabaseSync): void {
  log = undefined;
  // Before the lock goes, so that it is not the next one's record.
  forgetHolder(path);
  database.close();
}

/** A file known to be damaged is only read: writing could harm what is still good. */
function whileSound<T>(write: () => T): T {
  if (damaged) throw new SpillwayError('log-damaged', 'the file was found damaged before');
  return write();
}
