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
  /** Whether an event of this topic is selected. */
  readonly selects: (topic: string) => boolean;
  /** The topics of an event that the subscriber asked for and may see. */
  visible(topics: readonly string[]): readonly string[];
  /** Whether frames carry `topic:` lines: only where the subscriber could not know the topic otherwise. */
  readonly showsTopics: boolean;
}

/** Throws a `SpillwayError` for a pattern that is none, and for one of over `topicBytes` bytes that is asked for. */
export function compileSelection(selection: Selection, topicBytes: number): CompiledSelection {
  if (selection.topics.length === 0)
    throw new SpillwayError('missing-topic', 'name at least one topic to subscribe to');
  const patterns = checked(selection.topics, topicBytes);
  const grants = selection.grants && checked(selection.grants, Infinity);
  const asked = matcher(patterns);
  const granted = grants && matcher(grants);
  const selects = granted ? (topic: string) => asked(topic) && granted(topic) : asked;
  return {
    key: JSON.stringify([patterns, grants]),
    patterns,
    selects,
    visible(topics) {
      // Nearly every event has one topic, and is asked about only where that one is selected.
      return topics.every(selects) ? topics : topics.filter(selects);
    },
    showsTopics: patterns.length > 1 || !patterns.every(isExact),
  };
}

function checked(patterns: readonly string[], topicBytes: number): string[] {
  for (const pattern of patterns) checkPattern(pattern, topicBytes);
  return [...new Set(patterns)].toSorted();
}

function matcher(patterns: readonly string[]): (topic: string) => boolean {
  const exact = new Set(patterns.filter(isExact));
  const others = patterns.filter((pattern) => !isExact(pattern)).map(compilePattern);
  if (others.length === 0) return (topic) => exact.has(topic);
  return (topic) => exact.has(topic) || others.some((matches) => matches(topic));
}
