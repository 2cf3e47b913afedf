// The disk thread: takes one call after the other, and blocks for the disk so that the event loop need not.

import type { DatabaseSync } from 'node:sqlite';
import { parentPort } from 'node:worker_threads';
import { SpillwayError } from '../../error.ts';
import { openDatabase } from './database.ts';
import { EventStore } from './event-store.ts';
import { describeFailure } from './failure.ts';
import { forgetHolder } from './holder.ts';
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

port.on('message', (request: Request) => {
  port.postMessage(reply(request));
  if (request.kind === 'close') endThread();
});

/** Deno's `parentPort` cannot be closed; there the thread is a web worker, which can. */
function endThread(): void {
  if ('Deno' in globalThis) globalThis.close();
  else port.close();
}

function reply(request: Request): Reply {
  try {
    return { number: request.number, result: answer(request) };
  } catch (error) {
    const failure = describeFailure(error, path);
    if (failure.code === 'log-damaged') damaged = true;
    return { number: request.number, failure };
  }
}

function answer(request: Request): Results[Request['kind']] {
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
      return whileSound(() => store.tidy(request.input));
    case 'close':
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
    return { epoch: store.epoch, last };
  } catch (error) {
    close(database);
    throw error;
  }
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
