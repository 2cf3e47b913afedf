import { EventEmitter, once } from 'node:events';
import type { Socket } from 'node:net';
import type { PlannedRequest, Until } from './plan.ts';

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** What has come for one plan. */
export class PlannedRequests {
  readonly #requests: Writable<PlannedRequest>[] = [];
  readonly #connections: Socket[] = [];
  readonly #changes = new EventEmitter().setMaxListeners(0);

  /** Adds a request that has come over this connection. Its index is its place in the plan, of which preflights are no part. */
  add(method: string, headers: PlannedRequest['headers'], connection: Socket): Added {
    const index = this.#ofPlan().length;
    const request: Writable<PlannedRequest> = {
      method,
      headers,
      cameMs: performance.now(),
      answeredMs: undefined,
      isOver: false,
    };
    this.#requests.push(request);
    this.#connections.push(connection);
    this.#changes.emit('change');
    return {
      index,
      onAnswered: () => (request.answeredMs = performance.now()),
      onOver: () => {
        request.isOver = true;
        this.#changes.emit('change');
      },
    };
  }

  /** Ends all connections, without what would end a body. */
  cut(): void {
    for (const connection of this.#connections.splice(0)) connection.destroy();
  }

  async until({ came = 0, over = 0 }: Until): Promise<readonly PlannedRequest[]> {
    while (this.#ofPlan().length < came || this.#ofPlan().filter(({ isOver }) => isOver).length < over) {
      await once(this.#changes, 'change');
    }
    return this.#requests;
  }

  #ofPlan(): readonly PlannedRequest[] {
    return this.#requests.filter(({ method }) => method === 'GET' || method === 'POST');
  }
}

interface Added {
  readonly index: number;
  onAnswered(this: void): void;
  onOver(this: void): void;
}
