import type { Span } from '../../../base/index.ts';
import type { Expression, Identifier, WindowSpecification } from './expression.ts';

export interface SortItem {
  readonly value: Expression;
  readonly descending: boolean;
  /** Null where it was not said: NULLs then come last in both directions. */
  readonly nulls: 'first' | 'last' | null;
}

export type SelectItem =
  | { readonly kind: 'expression'; readonly value: Expression; readonly alias: Identifier | null; readonly span: Span }
  /** `*`, or `t.*` with a qualifier. */
  | { readonly kind: 'all'; readonly qualifier: Identifier | null; readonly span: Span };

export type GroupingElement =
  | { readonly kind: 'simple'; readonly items: readonly Expression[] }
  | { readonly kind: 'sets' | 'cube' | 'rollup'; readonly sets: readonly (readonly Expression[])[] };

export interface GroupBy {
  readonly distinct: boolean;
  readonly elements: readonly GroupingElement[];
  readonly span: Span;
}

export type JoinCondition =
  | { readonly kind: 'on'; readonly condition: Expression }
  | { readonly kind: 'using'; readonly columns: readonly Identifier[] }
  | { readonly kind: 'natural' };

export interface TableAlias {
  readonly name: Identifier;
  readonly columns: readonly Identifier[] | null;
}

export type Relation =
  | {
      readonly kind: 'table';
      readonly parts: readonly Identifier[];
      readonly alias: TableAlias | null;
      readonly span: Span;
    }
  | {
      readonly kind: 'query';
      readonly query: Query;
      readonly lateral: boolean;
      readonly alias: TableAlias | null;
      readonly span: Span;
    }
  | {
      readonly kind: 'unnest';
      readonly items: readonly Expression[];
      readonly ordinality: boolean;
      readonly alias: TableAlias | null;
      readonly span: Span;
    }
  | {
      readonly kind: 'join';
      readonly type: 'cross' | 'inner' | 'left' | 'right' | 'full';
      readonly left: Relation;
      readonly right: Relation;
      readonly condition: JoinCondition | null;
      readonly span: Span;
    };

export interface Select {
  readonly kind: 'select';
  readonly distinct: boolean;
  readonly items: readonly SelectItem[];
  /** Null without FROM: the outermost such SELECT reads the log, any other is a single row. */
  readonly from: Relation | null;
  readonly where: Expression | null;
  readonly groupBy: GroupBy | null;
  readonly having: Expression | null;
  readonly windows: readonly { readonly name: Identifier; readonly window: WindowSpecification }[];
  readonly span: Span;
}

export type QueryBody =
  | Select
  | { readonly kind: 'values'; readonly rows: readonly Expression[]; readonly span: Span }
  | { readonly kind: 'table'; readonly parts: readonly Identifier[]; readonly span: Span }
  | { readonly kind: 'nested'; readonly query: Query; readonly span: Span }
  | {
      readonly kind: 'set';
      readonly operator: 'union' | 'intersect' | 'except';
      readonly all: boolean;
      readonly left: QueryBody;
      readonly right: QueryBody;
      readonly span: Span;
    };

export interface NamedQuery {
  readonly name: Identifier;
  readonly columns: readonly Identifier[] | null;
  readonly query: Query;
}

/** A query with what may surround it. Row counts are non-negative integers. */
export interface Query {
  readonly with: readonly NamedQuery[];
  readonly body: QueryBody;
  readonly orderBy: readonly SortItem[];
  readonly offset: number | null;
  readonly limit: number | null;
  readonly span: Span;
}
