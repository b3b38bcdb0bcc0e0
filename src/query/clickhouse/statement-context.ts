import type { ClusterName } from '../fields/index.ts';
import type { Plan } from '../resolve/index.ts';
import type { Scope, SqlNode, TimeRange } from '../types/index.ts';

/** A log that the caller may name in FROM besides `log`: that of one cluster. */
export interface NamedLog {
  readonly name: string;
  readonly clusterId: string;
}

/** What a statement is compiled for. */
export interface StatementContext {
  readonly range: TimeRange;
  /** What `log` holds. */
  readonly scope: Scope;
  /** Other logs that the caller may see; the namespaces of the scope hold for them too. */
  readonly logs?: readonly NamedLog[];
  /** Clusters that the caller may see, as `__cluster__` shows them. */
  readonly clusters: readonly ClusterName[];
  /** IANA name. */
  readonly timeZone: string;
  readonly nowMicros: number;
  /** Rows without a LIMIT, and at most with one. */
  readonly limits?: { readonly defaultRows: number; readonly maxRows: number };
}

/** The search part of a query, and where the SQL part stands in the whole. */
export interface StatementPlace {
  readonly offset: number;
  /** The search as a condition over the columns of `events`; null finds everything. */
  readonly search: SqlNode | null;
  /** Makes the SELECT of the log's rows, where they are not to be read from the table of events. */
  readonly scan?: (scan: Extract<Plan, { kind: 'scan' }>) => SqlNode;
}
