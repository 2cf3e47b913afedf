import { isExact } from '../topic/pattern.ts';
import { createTopicIndex, type TopicIndex } from '../topic/topic-index.ts';
import { Audience, type AudienceHost } from './audience.ts';
import { type CompiledSelection, type Selection, compileSelection } from './selection.ts';

/** Which audiences there are, and which of them an event is for. */
export class Router {
  readonly #host: AudienceHost;
  readonly #topicBytes: number;
  readonly #audiences = new Map<string, Audience>();
  readonly #index: TopicIndex<Audience> = createTopicIndex<Audience>();

  constructor(host: AudienceHost, topicBytes: number) {
    this.#host = host;
    this.#topicBytes = topicBytes;
  }

  /** The audience of a selection, made if need be. It is kept until it was left as often as it was entered. */
  enter(selection: Selection): Audience {
    const compiled = compileSelection(selection, this.#topicBytes);
    let audience = this.#audiences.get(compiled.key);
    if (!audience) {
      audience = new Audience(compiled, this.#host);
      this.#audiences.set(compiled.key, audience);
      for (const pattern of routes(compiled)) this.#index.add(pattern, audience);
    }
    audience.size++;
    return audience;
  }

  leave(audience: Audience): void {
    if (--audience.size > 0) return;
    this.#audiences.delete(audience.selection.key);
    for (const pattern of routes(audience.selection)) this.#index.delete(pattern, audience);
  }

  /** Each audience that asked for one of the topics, once. Whether its grants allow it, the audience knows. */
  route(topics: readonly string[]): Iterable<Audience> {
    const [first] = topics;
    if (topics.length === 1 && first !== undefined) return this.#index.match(first);
    return new Set(topics.flatMap((topic) => this.#index.match(topic)));
  }

  audiences(): Iterable<Audience> {
    return this.#audiences.values();
  }

  get size(): number {
    return this.#audiences.size;
  }
}

/** An exact topic that no grant allows can never match, so it need not be looked at for each event. */
function routes(selection: CompiledSelection): string[] {
  return selection.patterns.filter((pattern) => !isExact(pattern) || selection.selects(pattern));
}
