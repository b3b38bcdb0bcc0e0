import type { FieldReference } from '../fields/index.ts';
import type { SqlNode } from '../types/index.ts';
import type { AggregateCall, Column, SortKey, Typed } from './typed.ts';

/** A column and what it is computed from. */
export interface Assignment {
  readonly column: Column;
  readonly value: Typed;
}

export interface AggregateAssignment {
  readonly column: Column;
  readonly call: AggregateCall;
}

export type TypedFrameBound =
  | { readonly kind: 'unbounded-preceding' | 'current-row' | 'unbounded-following' }
  | { readonly kind: 'preceding' | 'following'; readonly offset: Typed };

export interface WindowAssignment extends AggregateAssignment {
  readonly partitionBy: readonly Typed[];
  readonly orderBy: readonly SortKey[];
  /** Null is the default frame: up to the current row's peers, or everything without an order. */
  readonly frame: {
    readonly unit: 'rows' | 'range' | 'groups';
    readonly start: TypedFrameBound;
    readonly end: TypedFrameBound;
  } | null;
}

/** What a bucket without rows shows in the other columns. */
export type Padding = '0' | 'null' | 'last' | 'next' | 'avg';

/** Adds the buckets that have no rows, for each combination of the other keys: `time_series`. */
export interface TimeSeriesFill {
  readonly kind: 'fill';
  readonly source: Plan;
  /** Start of the bucket, Unix seconds. */
  readonly bucket: Column;
  readonly keys: readonly Column[];
  readonly values: readonly Column[];
  /** First bucket, width and number of buckets, in seconds. */
  readonly first: number;
  readonly step: number;
  readonly count: number;
  readonly padding: Padding;
}

/**
 * What a scan reads: the log of the search part, of that log the one event of each operation that counts, what the log holds of the
 * time before the range, or another log of the caller's by name.
 */
export type LogSource =
  | { readonly kind: 'log' | 'operations' | 'history' }
  | { readonly kind: 'logstore'; readonly clusterId: string };

/** A column of a scan that says whether an event matches a condition over the columns of `events`. */
export interface Mark {
  readonly column: Column;
  readonly condition: SqlNode;
}

/** A relational plan: the statement with names and types resolved, in the order in which its clauses act. */
export type Plan =
  /** Rows of a log. `columns` grows while the statement is resolved: only what is needed is read. */
  | {
      readonly kind: 'scan';
      readonly source: LogSource;
      /** How much earlier than the statement's range it reads. */
      readonly shiftSeconds: number;
      readonly columns: { readonly column: Column; readonly field: FieldReference }[];
      readonly marks?: readonly Mark[];
      /** A SELECT of the seconds that its rows are of, where others are not wanted. */
      readonly seconds?: SqlNode;
    }
  /** Constant rows; the empty list of columns with one row is what a SELECT without FROM reads. */
  | { readonly kind: 'values'; readonly columns: readonly Column[]; readonly rows: readonly (readonly Typed[])[] }
  | { readonly kind: 'filter'; readonly source: Plan; readonly condition: Typed }
  /** Adds columns to those of the source, or keeps only these. */
  | { readonly kind: 'project'; readonly source: Plan; readonly items: readonly Assignment[]; readonly keep: boolean }
  | {
      readonly kind: 'aggregate';
      readonly source: Plan;
      readonly keys: readonly Assignment[];
      readonly aggregates: readonly AggregateAssignment[];
      /** Sets of indexes of keys; null where all keys are the only set. */
      readonly sets: readonly (readonly number[])[] | null;
      /** Holds the number of the set that a row belongs to, where there are several. */
      readonly setColumn: Column | null;
      /** Whether there is one row even over no rows: there is no GROUP BY. */
      readonly global: boolean;
    }
  | TimeSeriesFill
  | { readonly kind: 'window'; readonly source: Plan; readonly functions: readonly WindowAssignment[] }
  | { readonly kind: 'distinct'; readonly source: Plan; readonly columns: readonly Column[] }
  | { readonly kind: 'sort'; readonly source: Plan; readonly keys: readonly SortKey[] }
  | { readonly kind: 'limit'; readonly source: Plan; readonly offset: number; readonly count: number | null }
  | {
      readonly kind: 'join';
      readonly type: 'cross' | 'inner' | 'left' | 'right' | 'full';
      readonly left: Plan;
      readonly right: Plan;
      readonly condition: Typed | null;
    }
  | {
      readonly kind: 'unnest';
      /** Null where it stands alone: then there is one row to unnest from. */
      readonly source: Plan | null;
      readonly items: readonly { readonly value: Typed; readonly columns: readonly Column[] }[];
      readonly ordinality: Column | null;
      /** Whether a row without items stays, with NULLs. */
      readonly outer: boolean;
    }
  | {
      readonly kind: 'set';
      readonly operator: 'union' | 'intersect' | 'except';
      readonly all: boolean;
      readonly columns: readonly Column[];
      readonly inputs: readonly { readonly plan: Plan; readonly values: readonly Typed[] }[];
    };
