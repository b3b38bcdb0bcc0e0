import type { Plan } from './plan.ts';
import type { Column } from './typed.ts';

/** A column of a query's result with its name; null is an expression that nobody named. */
export interface OutputColumn {
  readonly name: string | null;
  readonly column: Column;
}

/** A resolved query: its plan makes at least the columns of `output`. */
export interface ResolvedQuery {
  readonly plan: Plan;
  readonly output: readonly OutputColumn[];
  /** Whether the rows' order is asked for. */
  readonly ordered: boolean;
  /** The query's own row limit, null without one. */
  readonly limit: number | null;
}
