import { SpillwayError } from '../error.ts';
import { checkPattern, compilePattern, isExact } from '../topic/pattern.ts';

/** What one subscriber asked for and may see. */
export interface Selection {
  /** Patterns: an event is selected if one of them matches one of its topics ... */
  readonly topics: readonly string[];
  /** ... that a grant matches too. Without grants everything may be seen; an empty list grants nothing. */
  readonly grants?: readonly string[] | undefined;
}

/** A selection made ready for matching. */
export interface CompiledSelection {
  /** Equal for equal selections, in whatever order their patterns were given. */
  readonly key: string;
  readonly patterns: readonly string[];
  /** Whether frames carry `topic:` lines: only where the subscriber could not know the topic otherwise. */
  readonly showsTopics: boolean;
  /** Whether an event of this topic is selected. */
  selects(topic: string): boolean;
  /** The topics of an event that the subscriber asked for and may see. */
  visible(topics: readonly string[]): readonly string[];
}

/** Throws a `SpillwayError` for a pattern that is none, and for one of over `topicBytes` bytes that is asked for. */
export function compileSelection(selection: Selection, topicBytes: number): CompiledSelection {
  if (selection.topics.length === 0)
    throw new SpillwayError('missing-topic', 'name at least one topic to subscribe to');
  const patterns = checked(selection.topics, topicBytes);
  const key = JSON.stringify([patterns, selection.grants && checked(selection.grants, Infinity)]);
  // Copies: text that was cut out of a request would keep all of the request in memory.
  const [asked, granted] = JSON.parse(key) as [string[], string[] | null];
  return new PatternSelection(key, asked, granted);
}

function checked(patterns: readonly string[], topicBytes: number): string[] {
  for (const pattern of patterns) checkPattern(pattern, topicBytes);
  return [...new Set(patterns)].toSorted();
}

/** There may be one for each of very many subscribers, so it is made of as few objects as possible. */
class PatternSelection implements CompiledSelection {
  readonly key: string;
  readonly patterns: readonly string[];
  readonly showsTopics: boolean;
  readonly #asked: Matches;
  readonly #granted: Matches | undefined;

  constructor(key: string, patterns: readonly string[], grants: readonly string[] | null) {
    this.key = key;
    this.patterns = patterns;
    this.showsTopics = patterns.length > 1 || !patterns.every(isExact);
    this.#asked = matcher(patterns);
    this.#granted = grants === null ? undefined : matcher(grants);
  }

  selects(topic: string): boolean {
    return matches(this.#asked, topic) && (this.#granted === undefined || matches(this.#granted, topic));
  }

  visible(topics: readonly string[]): readonly string[] {
    // Nearly every event has one topic, and is asked about only where that one is selected.
    const [only] = topics;
    if (topics.length === 1 && only !== undefined) return this.selects(only) ? topics : nothing;
    return topics.filter((topic) => this.selects(topic));
  }
}

const nothing: readonly string[] = [];

/** A few exact topics, to be looked through, or whatever tells whether a topic matches. */
type Matches = readonly string[] | ((topic: string) => boolean);

function matches(matching: Matches, topic: string): boolean {
  return typeof matching === 'function' ? matching(topic) : matching.includes(topic);
}

/** As many topics are found as soon in a list as in a set, which takes some 300 bytes more. */
const fewTopics = 8;

function matcher(patterns: readonly string[]): Matches {
  const others = patterns.filter((pattern) => !isExact(pattern)).map(compilePattern);
  if (others.length === 0 && patterns.length <= fewTopics) return patterns;
  const exact = new Set(patterns.filter(isExact));
  return (topic) => exact.has(topic) || others.some((isMatch) => isMatch(topic));
}
