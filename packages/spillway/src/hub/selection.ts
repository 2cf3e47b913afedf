/** What one subscriber asked for and may see. */
export interface Selection {
  /** Patterns: an event is selected if one of them matches one of its topics ... */
  readonly topics: readonly string[];
  /** ... that a grant matches too. Without grants everything may be seen; an empty list grants nothing. */
  readonly grants?: readonly string[] | undefined;
}
