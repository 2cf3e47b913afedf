import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { node, run } from '../../runtimes/runtime.ts';
import type { FaultCase } from './fault-case.ts';
import { faultCases } from './fault-cases.ts';
import { startFaultServer } from './fault-server.ts';
import type { FaultServer, TrialOptions } from './fault-server.ts';
import type { SubscriberKind } from './trial.ts';

// The same server, cases and verdict, with subscribers that do less: where they must fail, they do.

let server: FaultServer;
beforeAll(async () => {
  server = await startFaultServer();
});
afterAll(() => server[Symbol.asyncDispose]());

describe.each<[SubscriberKind, string, string]>([
  ['a plain fetch', 'a stream that is reset after any of its bytes', 'came twice'],
  ['a plain fetch', 'streams that end one after the other while events are published', 'came twice'],
  ['EventSource', '503 with Retry-After as a date', 'why it ended: "error (503)" instead of undefined'],
  ['EventSource', 'a proxy that drops Last-Event-ID: all comes again, and doubles are dropped', 'came twice'],
])('%s', (subscriber, name, problem) => {
  test(`fails at ${name}`, () => expectProblem(name, problem, { subscriber }));
});

describe.each<[SubscriberKind, string, string]>([
  ['a plain fetch', '204: the stream has ended', 'why it ended: undefined instead of'],
  ['a plain fetch', 'a live stream that falls silent: its heartbeats are missed', 'nobody says why'],
  ['EventSource', 'a live stream that falls silent: its heartbeats are missed', 'nobody says why'],
  ['EventSource', 'a proxy that buffers all but the head', 'nobody says why'],
])('%s', (subscriber, name, problem) => {
  // It comes to no end, however long it is waited for.
  test(`fails at ${name}`, () => expectProblem(name, problem, { subscriber, patienceMs: 3000 }));
});

async function expectProblem(name: string, problem: string, options: TrialOptions): Promise<void> {
  const trials = await server.prepare([caseOf(name)], options);
  const running = run(node, 'fault-trials.ts', trials.url, '24');
  onTestFinished(() => running.stop());
  const problems = await trials.problems;
  expect(problems.get(name)).toContainEqual(expect.stringContaining(problem));
}

function caseOf(name: string): FaultCase {
  const found = faultCases.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no case "${name}"`);
  return found;
}
