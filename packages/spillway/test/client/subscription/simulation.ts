// Simulated time does not wait for a file to be loaded.
import '../../../src/client/polling.ts';
import type { Environment, PageState } from '../../../src/client/environment.ts';
import { SimulatedClock } from '../../support/simulated-clock.ts';

/** Time, chance, page and server of a client, in the hands of a test. */
export class Simulation {
  readonly clock = new SimulatedClock();
  readonly server = new ScriptedServer();
  /** What the next draws give; 0.5 without any. */
  chances: number[] = [];
  #page: PageState = { hidden: false, frozen: false, offline: false };
  readonly #pageListeners = new Set<(page: PageState) => void>();

  readonly environment: Environment = {
    fetch: this.server.fetch,
    now: () => this.clock.now(),
    after: (delayMs, task) => this.clock.after(delayMs, task),
    random: () => this.chances.shift() ?? 0.5,
    followPage: (listener) => {
      this.#pageListeners.add(listener);
      listener(this.#page);
      return () => this.#pageListeners.delete(listener);
    },
  };

  /** Changes the page, and lets what follows from it happen. */
  async turnPage(change: Partial<PageState>): Promise<void> {
    this.#page = { ...this.#page, ...change };
    for (const listener of this.#pageListeners) listener(this.#page);
    await this.clock.settle();
  }

  /** How many follow the page: none, once all is closed. */
  get pageFollowers(): number {
    return this.#pageListeners.size;
  }
}

/** A request as a server sees it. */
export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly header: (name: string) => string | null;
  readonly body: unknown;
  readonly signal: AbortSignal;
}

type Answer = (asked: Asked) => Response | Promise<Response>;

/** Answers each request with the next of its answers, and a request beyond the last with a stream that stays open. */
class ScriptedServer {
  readonly asked: Asked[] = [];
  readonly #answers: Answer[] = [];
  /** The streams that were opened, in their order. */
  readonly streams: OpenStream[] = [];

  answer(...answers: (Answer | Response)[]): void {
    for (const answer of answers) this.#answers.push(typeof answer === 'function' ? answer : () => answer);
  }

  get last(): Asked {
    const last = this.asked.at(-1);
    if (last === undefined) throw new Error('nobody has asked yet');
    return last;
  }

  get stream(): OpenStream {
    const last = this.streams.at(-1);
    if (last === undefined) throw new Error('no stream was opened yet');
    return last;
  }

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, { ...init, duplex: 'half' } as RequestInit);
    const asked: Asked = {
      method: request.method,
      url: new URL(request.url),
      header: (name) => request.headers.get(name),
      body: init?.body,
      signal: request.signal,
    };
    this.asked.push(asked);
    const answer = this.#answers.shift() ?? this.open();
    // As fetch does it: who has left gets no answer.
    const left = new Promise<never>((_, reject) => {
      const leave = () => reject(request.signal.reason as Error);
      if (request.signal.aborted) leave();
      else request.signal.addEventListener('abort', leave);
    });
    return Promise.race([answer(asked), left]);
  };

  /** An answer that is a stream, which begins with `text`. */
  open(text = ': heartbeat 15000\n\n', headers: Record<string, string> = {}): Answer {
    return ({ signal }) => {
      const stream = new OpenStream(signal, headers);
      this.streams.push(stream);
      if (text !== '') stream.write(text);
      return stream.response;
    };
  }
}

/** The server's end of a response that goes on. */
class OpenStream {
  readonly response: Response;
  #controller!: ReadableStreamDefaultController<Uint8Array>;
  /** Whether the client has left. */
  isLeft = false;
  /** How often the client asked for more. */
  pulls = 0;

  constructor(signal: AbortSignal, headers: Record<string, string> = {}) {
    const body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => {
          this.pulls += 1;
        },
        cancel: () => {
          this.isLeft = true;
        },
      },
      { highWaterMark: 0 },
    );
    // As fetch does it: aborting breaks the body.
    signal.addEventListener('abort', () => {
      if (!this.isLeft) this.#controller.error(signal.reason);
      this.isLeft = true;
    });
    this.response = new Response(body, { headers: { 'Content-Type': 'text/event-stream', ...headers } });
  }

  write(text: string): void {
    if (!this.isLeft) this.#controller.enqueue(new TextEncoder().encode(text));
  }

  end(): void {
    this.#controller.close();
  }

  cut(): void {
    this.#controller.error(new TypeError('network error'));
  }
}

/** A page as a hub answers it. */
export function pageAnswer(cursor: string, events: readonly object[] = [], gap: object | null = null): Response {
  return Response.json({ events, cursor, gap });
}

export function problemAnswer(status: number, code: string, headers: Record<string, string> = {}): Response {
  const problem = { type: 'about:blank', title: '', status, detail: `what ${code} means`, code };
  return new Response(JSON.stringify(problem), {
    status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
  });
}
