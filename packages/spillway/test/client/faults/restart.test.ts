import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../../../hub/test/support/free-port.ts';
import { type HubProcess, startHubProcess } from '../../../../hub/test/support/hub-process.ts';
import { temporaryFolder } from '../../../../hub/test/support/temporary-folder.ts';
import { forEachClient } from './every-client.ts';
import type { FaultCase } from './fault-case.ts';
import type { PublishedEvent } from './seen.ts';
import type { SourceOfEvents } from './sources.ts';
import type { SubscriberKind } from './trial.ts';

forEachClient((client) => {
  test(
    'subscribe and EventSource see every event once and in order while the hub is killed twice and started again',
    { timeout: 240_000 },
    async () => {
      const hub = await DurableHub.start();
      const restarts: FaultCase = { name: 'restarts', source: hub, faults: [] };
      const kinds: readonly SubscriberKind[] = ['subscribe', 'EventSource'];
      const both = await Promise.all(
        kinds.map((subscriber) => client.server.prepare([restarts], { subscriber, patienceMs: 150_000 })),
      );
      const through = both.map((trials) => client.goThrough(trials));
      await Promise.all(both.map(({ begun }) => begun));

      const publishing = hub.publishAll(900);
      await hub.killAfter(300);
      await hub.killAfter(600);
      await publishing;

      await Promise.all(through);
      const problems = await Promise.all(both.map((trials) => trials.problems));
      expect(problems.map((each) => each.get('restarts'))).toEqual([[], []]);
    },
  );
});

/** The standalone hub with a log on disk, in a process that is killed and comes back on the same port. */
class DurableHub implements SourceOfEvents {
  readonly published: PublishedEvent[] = [];
  readonly port: number;
  readonly #args: readonly string[];
  #process: HubProcess;
  readonly #acknowledged = new EventEmitter();

  static async start(): Promise<DurableHub> {
    const port = await freePort();
    const log = join(await temporaryFolder(), 'events.db');
    const args = ['--port', String(port), '--log', `sqlite:${log}`, '--retry-ms', '20'];
    const hub = new DurableHub(port, args, await startHubProcess(args));
    onTestFinished(async () => void (await hub.#process.kill()));
    return hub;
  }

  private constructor(port: number, args: readonly string[], process: HubProcess) {
    this.port = port;
    this.#args = args;
    this.#process = process;
  }

  topics(): readonly string[] {
    return ['restarts'];
  }

  /** Publishes so many events, the last of the type `last`, each again until it is acknowledged. */
  async publishAll(count: number): Promise<void> {
    for (let n = 1; n <= count; n++) {
      const event = { id: `№${n}`, type: n < count ? 'message' : 'last', data: `${n} größer` };
      this.published.push({ ...event, topics: this.topics() });
      const body = JSON.stringify({ topic: this.topics(), id: event.id, event: event.type, data: event.data });
      while (!(await this.#post(body))) await delay(5);
      this.#acknowledged.emit(String(n));
    }
  }

  /** Kills it once so many have been acknowledged, with the next on its way, and starts it again. */
  async killAfter(count: number): Promise<void> {
    await once(this.#acknowledged, String(count));
    await this.#process.kill();
    this.#process = await startHubProcess(this.#args);
  }

  async #post(body: string): Promise<boolean> {
    const headers = { 'content-type': 'application/json' };
    return fetch(`http://127.0.0.1:${this.port}/events`, { method: 'POST', headers, body }).then(
      ({ ok }) => ok,
      () => false,
    );
  }
}
