import type { ComponentType } from 'react';

/** What the gallery knows of a page before it is loaded. */
export interface PageAbout {
  /** Such as `/prices`. */
  readonly path: string;
  readonly title: string;
  /** One sentence: what a person sees there. */
  readonly summary: string;
  /** In which part of the menu it stands. */
  readonly part: 'Use cases' | 'Beyond the easy cases' | 'When to use what';
  readonly load: () => Promise<{ readonly default: ComponentType }>;
  /** A server and a page of a few lines that do the same; complete, so that a reader can paste them. */
  readonly sample?: readonly [server: SourceAbout, page: SourceAbout];
  /** Its full source; the most telling file first. */
  readonly sources: readonly SourceAbout[];
}

export interface SourceAbout {
  /** What a person calls it, such as `Server`. */
  readonly label: string;
  /** Its path from the repository's root. */
  readonly file: string;
  readonly load: () => Promise<{ readonly default: string }>;
}
