import type { Diagnostic, Said, Span } from '../../base/index.ts';
import type { FieldReference } from '../fields/index.ts';
import type { CatalogueFunction } from '../functions/index.ts';
import type { Budget, Expression, Lambda, Query, SortItem, WindowSpecification } from '../sql/index.ts';
import type { AggregateAssignment, LogSource, WindowAssignment } from './plan.ts';
import type { Fingerprints } from './fingerprint.ts';
import type { Scope } from './scope.ts';
import type { ResolvedQuery } from './resolved-query.ts';
import type { Column, SortKey, Typed } from './typed.ts';
import type { Type } from '../types/index.ts';

/** What names of logs and fields mean to the caller. */
export interface LogCatalogue {
  /** Names that `*` stands for. */
  readonly fieldNames: readonly string[];
  readonly resolveField: (
    name: string,
  ) => { readonly field: FieldReference; readonly type: Type; readonly nullable: boolean } | undefined;
  /** The log of that name, or undefined. `log` itself is the caller's, `operations` is that log with one event an operation, `history` what came before. */
  readonly resolveLog: (name: string) => LogSource | undefined;
  readonly logNames: readonly string[];
}

export interface FunctionCatalogue {
  readonly find: (name: string) => CatalogueFunction | undefined;
  readonly names: readonly string[];
}

/** The part of a statement that an expression stands in, and what is allowed there. */
export interface ExpressionPlace {
  readonly scope: Scope;
  /** As messages name it: `WHERE clause`. */
  readonly clause: string | Said;
  /** What subqueries here find around them. */
  readonly names: QueryNames;
  /** Names of the SELECT list that may be used here, by lower-case name. */
  readonly aliases: ReadonlyMap<string, Expression>;
  /** Collects aggregates by their fingerprints; null where there may be none. */
  readonly aggregates: Map<string, AggregateAssignment> | null;
  readonly windows: WindowAssignment[] | null;
  /** Windows named by the WINDOW clause, by lower-case name. */
  readonly namedWindows: ReadonlyMap<string, WindowSpecification>;
  /** Whether this is within the arguments of an aggregate: then columns come before aliases. */
  readonly inAggregate: boolean;
  /** Takes the arguments of `grouping(…)`; null where there is no GROUP BY. */
  readonly grouping: ((args: readonly Typed[], span: Span) => Typed) | null;
  /** The windows that `compare` compares; null where it is not used. */
  readonly compare: CompareWindows | null;
}

/** Rows of several windows of time under each other, told apart by a column: 0 is the statement's own window. */
export interface CompareWindows {
  readonly column: Column;
  /** Seconds by which the windows after the first are earlier. */
  readonly offsets: readonly number[];
  /** For `ts_compare` the time of the rows, which is that of the statement's own window. */
  readonly time: Column | null;
}

/** One statement being resolved. Functions that nest in each other call one another through it. */
export interface Analysis {
  readonly functions: FunctionCatalogue;
  readonly log: LogCatalogue;
  readonly timeZone: string;
  /** The statement's range, in Unix seconds. */
  readonly rangeSeconds: { readonly from: number; readonly to: number };
  readonly warnings: Diagnostic[];
  readonly budget: Budget;
  readonly fingerprints: Fingerprints;
  /** Counts a table that is joined with others. */
  joined(): void;
  newColumn(type: Type, nullable: boolean): Column;
  expression(expression: Expression, place: ExpressionPlace): Typed;
  /** Resolves a lambda whose parameters have these types. */
  lambda(lambda: Lambda, parameters: readonly Type[], place: ExpressionPlace): Typed;
  sortKey(item: SortItem, place: ExpressionPlace): SortKey;
  query(query: Query, names: QueryNames): ResolvedQuery;
}

/** A place without anything special: names of a scope, no aliases, aggregates or windows. */
export function plainPlace(scope: Scope, names: QueryNames, clause: string | Said): ExpressionPlace {
  return {
    scope,
    clause,
    names,
    aliases: new Map(),
    aggregates: null,
    windows: null,
    namedWindows: new Map(),
    inAggregate: false,
    grouping: null,
    compare: null,
  };
}

/** What a query finds around it: the scope of the query that it is in, and the named queries in reach. */
export interface QueryNames {
  readonly outer: Scope | null;
  readonly named: ReadonlyMap<string, () => ResolvedQuery>;
  /** How much earlier than the statement's range logs are read: what `compare` compares with. */
  readonly shiftSeconds: number;
  /** Whether a SELECT without FROM reads the log: the outermost one does. */
  readonly implicitLog: boolean;
}
