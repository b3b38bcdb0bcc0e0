import type { Cell } from '../expression/index.ts';

/** What a query of a rule answered. */
export interface QueryRows {
  readonly columns: readonly string[];
  /** By the names of `columns`. */
  readonly rows: readonly Readonly<Record<string, Cell>>[];
  /** Whether there were more rows than these. */
  readonly isCut: boolean;
  /** Of a search without SQL: what tells each event from all others, in the order of `rows`. */
  readonly eventKeys?: readonly string[] | undefined;
}
