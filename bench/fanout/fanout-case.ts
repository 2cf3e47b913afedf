import type { FigureName } from './figures.ts';
import type { LoadPlan } from './load-plan.ts';
import type { PeerName } from './peers/peers.ts';

/** A question that is put to several servers. */
export interface FanoutCase {
  /** What `--case` calls it. */
  readonly name: string;
  readonly title: string;
  /** What it shows, and what should be known when reading it. */
  readonly shows: string;
  readonly plan: LoadPlan;
  readonly contenders: readonly Contender[];
  /** The columns of its table; faults are always shown. */
  readonly figures: readonly FigureName[];
  readonly targets: readonly Target[];
}

/** A server in a case, perhaps with a plan that differs. */
export interface Contender {
  readonly name: string;
  readonly peer: PeerName;
  readonly plan?: Partial<LoadPlan>;
}

/** What we want to reach: a figure of one contender against a bound. */
export type Target = {
  readonly contender: string;
  readonly figure: FigureName;
  /** An aim beyond the target. */
  readonly isAim?: true;
} & ({ readonly atLeast: Bound } | { readonly atMost: Bound });

/** A number, or another contender's figure of the same run: times something, or and something more. */
export type Bound =
  number | { readonly times: number; readonly of: string } | { readonly more: number; readonly than: string };
