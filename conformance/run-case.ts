import type { Case, Expected, ExpectedAnswer, Kept, RequestData, Step } from './case.ts';
import { difference, partOf } from './comparison.ts';
import { readStream } from './open-stream.ts';
import type { OpenStream } from './open-stream.ts';

/** The hub that is held against the cases. */
export interface Target {
  /** Of the resource itself, such as `http://127.0.0.1:3000/events`. */
  readonly url: string;
  /** Headers of every request, such as `authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How long a step may take; default 5,000. */
  readonly stepMs?: number;
}

/** Runs a case; rejects with what the hub did otherwise. */
export async function runCase({ steps }: Case, target: Target): Promise<void> {
  const run = new Run(target);
  try {
    for (const [index, step] of steps.entries()) {
      await run.step(step).catch((cause: unknown) => {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new Error(`step ${index + 1} (${step.do}): ${reason}`, { cause });
      });
    }
  } finally {
    await run.leave();
  }
}

class Run {
  readonly #target: Target;
  readonly #kept: Map<string, string>;
  readonly #streams = new Map<string, OpenStream>();
  readonly #answers = new Map<string, Promise<Response>>();

  constructor(target: Target) {
    this.#target = target;
    this.#kept = new Map([
      ['run', `conformance-${crypto.randomUUID()}`],
      ['origin', new URL(target.url).origin],
    ]);
  }

  async step(step: Step): Promise<void> {
    switch (step.do) {
      case 'send': {
        const answer = this.#send(step.request);
        if (step.later === undefined) return this.#compareAnswer(await answer, step);
        // Whoever never asks for the answer must not be told of its failure.
        answer.catch(() => undefined);
        this.#answers.set(step.later, answer);
        return undefined;
      }
      case 'answer': {
        const answer = this.#answers.get(step.of);
        if (answer === undefined) throw new Error(`nothing was sent as ${step.of}`);
        return this.#compareAnswer(await answer, step);
      }
      case 'open': {
        const answer = await this.#send(step.request);
        const type = answer.headers.get('content-type');
        if (answer.status !== 200 || answer.body === null || type !== 'text/event-stream') {
          throw new Error(`the answer is no event stream, but ${answer.status} ${type}: ${await answer.text()}`);
        }
        const stream = readStream(answer.body);
        this.#streams.set(step.stream, stream);
        const opening = await this.#inTime(stream.opening());
        if (step.opening !== undefined) this.#compare(opening, step.opening, 'the opening');
        return this.#keep(opening, step.keep);
      }
      case 'next': {
        const event = await this.#inTime(this.#stream(step.stream).next());
        this.#compare(event, step.event, 'the event');
        return this.#keep(event, step.keep);
      }
      case 'leave':
        return this.#stream(step.stream).leave();
      default:
        return step satisfies never;
    }
  }

  async leave(): Promise<void> {
    await Promise.all([...this.#streams.values()].map((stream) => stream.leave()));
  }

  async #send({ method = 'GET', query = '', headers, body, bytes }: RequestData): Promise<Response> {
    const init: RequestInit = { method, headers: this.#filledMembers({ ...this.#target.headers, ...headers }) };
    if (body !== undefined) init.body = new TextEncoder().encode(this.#filled(body));
    if (bytes !== undefined) init.body = Uint8Array.from(bytes.match(/../g) ?? [], (hex) => Number.parseInt(hex, 16));
    return this.#inTime(fetch(this.#target.url + this.#filled(query), init));
  }

  async #compareAnswer(answer: Response, expected: ExpectedAnswer): Promise<void> {
    const text = await answer.text();
    const { status = 200, headers = {} } = expected;
    if (answer.status !== status) throw new Error(`the status is ${answer.status}, not ${status}: ${text}`);
    for (const [name, value] of Object.entries(headers)) {
      this.#compare(answer.headers.get(name), value, `the header ${name}`);
    }
    if (expected.text !== undefined) this.#compare(text, expected.text, 'the body');
    if (expected.json === undefined) return;
    const json: unknown = JSON.parse(text);
    this.#compare(json, expected.json, 'the body');
    this.#keep(json, expected.keep);
  }

  #compare(actual: unknown, expected: Expected, what: string): void {
    const found = difference(actual, this.#filledExpected(expected));
    if (found !== undefined) throw new Error(`${what}: ${found}`);
  }

  #keep(value: unknown, kept: Kept = {}): void {
    for (const [name, path] of Object.entries(kept)) this.#kept.set(name, String(partOf(value, path)));
  }

  #stream(name: string): OpenStream {
    const stream = this.#streams.get(name);
    if (stream === undefined) throw new Error(`there is no stream ${name}`);
    return stream;
  }

  #filled(text: string): string {
    return text
      .replaceAll(/<(\d+) (.)>/gu, (_, times: string, character: string) => character.repeat(Number(times)))
      .replaceAll(/<(\w+)>/g, (all, name: string) => this.#kept.get(name) ?? all);
  }

  #filledMembers(members: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, this.#filled(value)]));
  }

  #filledExpected(expected: Expected): Expected {
    return JSON.parse(JSON.stringify(expected), (_, value: unknown) =>
      typeof value === 'string' ? this.#filled(value) : value,
    ) as Expected;
  }

  /** A hub that keeps silent where it should answer must fail the case, not hang it. */
  async #inTime<T>(promise: Promise<T>): Promise<T> {
    const { stepMs = 5000 } = this.#target;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`nothing came within ${stepMs} ms`)), stepMs);
    });
    try {
      return await Promise.race([promise, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
