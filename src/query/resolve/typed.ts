import type { Span } from '../../base/index.ts';
import type { CatalogueFunction, Overload } from '../functions/index.ts';
import type { ComparisonOperator } from '../sql/index.ts';
import type { Plan } from './plan.ts';
import type { Type } from '../types/index.ts';

/** A column that a plan node makes. The id is ours, unique in a statement, and its name in the compiled SQL. */
export interface Column {
  readonly id: string;
  readonly type: Type;
  /** Whether it can be NULL. */
  readonly nullable: boolean;
}

export interface SortKey {
  readonly value: Typed;
  readonly descending: boolean;
  readonly nulls: 'first' | 'last';
}

export type TypedLambda = {
  readonly kind: 'lambda';
  readonly parameters: readonly Column[];
  readonly body: Typed;
  readonly type: Type;
  readonly span: Span;
};

/** A call with its overload chosen and its arguments coerced. */
export interface TypedCall {
  readonly kind: 'call';
  readonly function: CatalogueFunction;
  readonly overload: Overload;
  readonly args: readonly Typed[];
  readonly type: Type;
  readonly span: Span;
}

/** A call of an aggregate or window function. */
export interface AggregateCall extends Omit<TypedCall, 'kind'> {
  readonly kind: 'aggregate';
  readonly distinct: boolean;
  readonly filter: Typed | null;
  readonly orderBy: readonly SortKey[];
  readonly nulls: 'respect' | 'ignore' | null;
}

/** An expression whose names and types are resolved. Numbers and dates of literals are kept as canonical text. */
export type Typed =
  | {
      readonly kind: 'literal';
      readonly value: string | boolean | null;
      readonly type: Type;
      readonly span: Span;
    }
  | {
      readonly kind: 'column';
      readonly column: Column;
      readonly type: Type;
      readonly span: Span;
      readonly name: string;
    }
  | TypedCall
  | AggregateCall
  | TypedLambda
  | {
      readonly kind: 'cast';
      readonly value: Typed;
      readonly type: Type;
      readonly safe: boolean;
      /** JSON becomes its text as it is, as json_format gives it. */
      readonly asText?: boolean;
      readonly span: Span;
    }
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Typed[]; readonly type: Type; readonly span: Span }
  | { readonly kind: 'not'; readonly value: Typed; readonly type: Type; readonly span: Span }
  | { readonly kind: 'is-null'; readonly value: Typed; readonly type: Type; readonly span: Span }
  | { readonly kind: 'try'; readonly value: Typed; readonly type: Type; readonly span: Span }
  | {
      readonly kind: 'comparison';
      readonly operator: ComparisonOperator | 'is-distinct';
      readonly left: Typed;
      readonly right: Typed;
      readonly type: Type;
      readonly span: Span;
    }
  | {
      readonly kind: 'in-list';
      readonly value: Typed;
      readonly items: readonly Typed[];
      readonly type: Type;
      readonly span: Span;
    }
  | {
      readonly kind: 'if';
      readonly branches: readonly { readonly when: Typed; readonly result: Typed }[];
      readonly otherwise: Typed | null;
      readonly type: Type;
      readonly span: Span;
    }
  | { readonly kind: 'coalesce'; readonly items: readonly Typed[]; readonly type: Type; readonly span: Span }
  /** NULL where the two are equal once coerced to `compared`, else the first. */
  | {
      readonly kind: 'nullif';
      readonly value: Typed;
      readonly other: Typed;
      readonly compared: Type;
      readonly type: Type;
      readonly span: Span;
    }
  | { readonly kind: 'array' | 'row'; readonly items: readonly Typed[]; readonly type: Type; readonly span: Span }
  | { readonly kind: 'field'; readonly value: Typed; readonly index: number; readonly type: Type; readonly span: Span }
  | { readonly kind: 'scalar-query'; readonly plan: Plan; readonly type: Type; readonly span: Span }
  | { readonly kind: 'exists'; readonly plan: Plan; readonly type: Type; readonly span: Span }
  | { readonly kind: 'in-query'; readonly value: Typed; readonly plan: Plan; readonly type: Type; readonly span: Span }
  | {
      readonly kind: 'quantified';
      readonly operator: ComparisonOperator;
      readonly quantifier: 'all' | 'any';
      readonly value: Typed;
      readonly plan: Plan;
      readonly type: Type;
      readonly span: Span;
    };
