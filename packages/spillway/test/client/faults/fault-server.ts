import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { freePort } from '../../../../hub/test/support/free-port.ts';
import { answerLength } from './answer-length.ts';
import { answer, commitFault } from './commit-fault.ts';
import type { FaultCase } from './fault-case.ts';
import { readRequest } from './raw-request.ts';
import type { RawRequest } from './raw-request.ts';
import { openSources } from './sources.ts';
import type { SubscriberKind, Trial, TrialReport } from './trial.ts';
import { ObservedTrial } from './trials.ts';
import { readModule } from './typescript-modules.ts';

/** Stands between subscribers and real servers, and does to their connections whatever networks, proxies and servers do. */
export interface FaultServer extends AsyncDisposable {
  /** Has a page that loads modules of this package by their path. */
  readonly url: string;
  /** Makes the trials of some cases; subscribers find them at `/trials/<id>` and send their reports there. */
  prepare(cases: readonly FaultCase[], options?: TrialOptions): Promise<Trials>;
}

export interface TrialOptions {
  readonly subscriber?: SubscriberKind;
  /** Default 60,000: far more than any case takes on a busy machine. */
  readonly patienceMs?: number;
}

export interface Trials {
  readonly url: string;
  readonly count: number;
  /** Resolves when each has made its first request. */
  readonly begun: Promise<unknown>;
  /** Resolves when the reports are there, with the problems of each case by its name. */
  readonly problems: Promise<ReadonlyMap<string, readonly string[]>>;
}

export async function startFaultServer(): Promise<FaultServer> {
  const sources = await openSources();
  const observed = new Map<string, ObservedTrial>();
  const preparations: {
    readonly trials: readonly Trial[];
    readonly report: (reports: readonly TrialReport[]) => void;
  }[] = [];
  const doors: Server[] = [];
  const pages = createServer((request, response) => void servePage(request, response));
  const main = await listen(createTcpServer((socket) => void take(socket)));
  const other = await listen(createTcpServer((socket) => void take(socket)));

  return { url: originOf(main), prepare, [Symbol.asyncDispose]: dispose };

  async function prepare(cases: readonly FaultCase[], options: TrialOptions = {}): Promise<Trials> {
    const trialsOf = new Map<string, readonly ObservedTrial[]>();
    for (const faultCase of cases) trialsOf.set(faultCase.name, await trialsFor(faultCase, options));
    const all = [...trialsOf.values()].flat();
    const number = preparations.length;
    const reports = new Promise<readonly TrialReport[]>((report) => {
      preparations.push({ trials: all.map(({ trial }) => trial), report });
    });
    return {
      url: `${originOf(main)}/trials/${number}`,
      count: all.length,
      begun: Promise.all(all.map(({ begun }) => begun)),
      problems: reports.then((done) => {
        const seen = new Map(done.map((each) => [each.id, each.seen]));
        const judge = (each: ObservedTrial) => each.problemsOf(seen.get(each.trial.id) ?? []);
        return new Map(Array.from(trialsOf, ([name, trials]) => [name, trials.flatMap(judge)]));
      }),
    };
  }

  async function trialsFor(
    faultCase: FaultCase,
    { subscriber = 'subscribe', patienceMs = 60_000 }: TrialOptions,
  ): Promise<ObservedTrial[]> {
    const { everyBytes, fromByte = 0, faults, options } = faultCase;
    const source = typeof faultCase.source === 'string' ? sources.of[faultCase.source] : faultCase.source;
    const places = [];
    const lastByte =
      everyBytes === undefined ? fromByte : await answerLength(source, options?.longPolling === 'always');
    for (let place = fromByte; place <= lastByte; place += everyBytes ?? 1) places.push(place);
    // Others must not find the door closed.
    const door = faults.some(({ does }) => does === 'leave') ? await openDoor() : '';
    return places.map((place) => {
      const id = String(observed.size);
      const url = `${door}/events?trial=${id}`;
      const asked = { ...options, topics: source.topics(id), lastEventId: source.lastEventId };
      const trial: Trial = { id, subscriber, patienceMs, url, options: asked };
      const each = new ObservedTrial(faultCase, place, source, trial);
      observed.set(id, each);
      return each;
    });
  }

  async function openDoor(): Promise<string> {
    // It opens again on the same port.
    const door = await listen(
      createTcpServer((socket) => void take(socket)),
      await freePort(),
    );
    doors.push(door);
    return originOf(door);
  }

  async function take(socket: Socket): Promise<void> {
    // Connections that break are what all this is about.
    socket.on('error', () => {});
    const request = await readRequest(socket);
    if (request === undefined) return;
    const trial = observed.get(request.url.searchParams.get('trial') ?? '');
    if (trial === undefined) {
      pages.emit('connection', socket);
      socket.unshift(request.bytes);
      socket.resume();
    } else if (request.method === 'OPTIONS') {
      commitFault({ does: 'pass' }, request, socket, trial.source.port, () => {});
    } else {
      await commit(trial, request, socket);
    }
  }

  async function commit(trial: ObservedTrial, request: RawRequest, socket: Socket): Promise<void> {
    const fault = trial.nextFault(request.header('Authorization'));
    await trial.publish(fault.publishBefore);
    if (fault.does === 'leave') return leave(socket, fault.ms);
    if (fault.does === 'redirect') {
      const target = fault.to === 'the same origin' ? '' : originOf(other);
      return answer(socket, fault.status, [`Location: ${target}${request.url.pathname}${request.url.search}`]);
    }
    commitFault(fault, request, socket, trial.source.port, () => {
      setTimeout(() => void trial.publish(fault.publishAfter), fault.laterMs);
    });
  }

  function leave(socket: Socket, ms: number): void {
    const port = socket.localPort;
    const door = doors.find((each) => portOf(each) === port);
    if (door === undefined) throw new Error('only a trial with a door of its own can be left');
    socket.resetAndDestroy();
    door.close(() => setTimeout(() => door.listen(port, '127.0.0.1'), ms));
  }

  async function servePage(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '', 'http://fault-server');
    const preparation = preparations[Number(/^\/trials\/(\d+)$/.exec(pathname)?.[1] ?? -1)];
    // Else the next request of a trial might come to here.
    response.setHeader('connection', 'close');
    // A door has another origin than the page whose trials lead there.
    response.setHeader('access-control-allow-origin', '*');
    if (pathname.endsWith('.ts')) {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(await readModule(pathname));
    } else if (preparation === undefined) {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><link rel="icon" href="data:,">');
    } else if (request.method === 'GET') {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(preparation.trials));
    } else {
      preparation.report(JSON.parse(await text(request)) as TrialReport[]);
      response.writeHead(204).end();
    }
  }

  async function dispose(): Promise<void> {
    await sources[Symbol.asyncDispose]();
    pages.closeAllConnections();
    for (const server of [main, other, ...doors]) server.close();
  }
}

async function listen(server: Server, port = 0): Promise<Server> {
  await once(server.listen(port, '127.0.0.1'), 'listening');
  return server;
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${portOf(server)}`;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo | null)?.port ?? 0;
}
