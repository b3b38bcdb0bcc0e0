import type { Span } from '../../../base/index.ts';
import type { Query, SortItem } from './query.ts';
import type { TypeName } from './type-name.ts';

/** A name as written, folded to nothing: names compare without regard to case wherever they are looked up. */
export interface Identifier {
  readonly name: string;
  readonly quoted: boolean;
  readonly span: Span;
}

export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';
export type IntervalUnit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

/** A literal. Numbers keep their text: bigint is beyond what a JavaScript number holds. */
export type Literal =
  | { readonly kind: 'null'; readonly span: Span }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly span: Span }
  | { readonly kind: 'integer' | 'double'; readonly text: string; readonly span: Span }
  | { readonly kind: 'string'; readonly value: string; readonly span: Span }
  /** Bytes as upper-case hexadecimal digits. */
  | { readonly kind: 'binary'; readonly hex: string; readonly span: Span }
  /** `date '…'`, `timestamp '…'`, `decimal '…'`, `json '…'`: a type's name before its text. */
  | { readonly kind: 'typed'; readonly typeName: string; readonly value: string; readonly span: Span }
  | {
      readonly kind: 'interval';
      readonly value: string;
      readonly negative: boolean;
      readonly unit: IntervalUnit;
      readonly to: IntervalUnit | null;
      readonly span: Span;
    };

export interface WhenClause {
  readonly when: Expression;
  readonly then: Expression;
}

export type FrameBound =
  | { readonly kind: 'unbounded-preceding' | 'current-row' | 'unbounded-following' }
  | { readonly kind: 'preceding' | 'following'; readonly offset: Expression };

export interface WindowFrame {
  readonly unit: 'rows' | 'range' | 'groups';
  readonly start: FrameBound;
  readonly end: FrameBound;
  readonly span: Span;
}

/** What stands in `OVER (…)`, or in the WINDOW clause. */
export interface WindowSpecification {
  readonly base: Identifier | null;
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly SortItem[];
  readonly frame: WindowFrame | null;
  readonly span: Span;
}

/** A function call. `count(*)` has no arguments and `star`. Operators with a syntax of their own (`extract`, `position`) come as calls too. */
export interface Call {
  readonly kind: 'call';
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: readonly Expression[];
  readonly star: boolean;
  readonly distinct: boolean;
  readonly orderBy: readonly SortItem[];
  readonly filter: Expression | null;
  readonly over: WindowSpecification | Identifier | null;
  readonly nulls: 'respect' | 'ignore' | null;
  readonly span: Span;
}

export interface Lambda {
  readonly kind: 'lambda';
  readonly parameters: readonly Identifier[];
  readonly body: Expression;
  readonly span: Span;
}

export type Expression =
  | Literal
  | Call
  | Lambda
  /** A name of one or more parts: `a`, `t.a`, `objectRef.name`. */
  | { readonly kind: 'name'; readonly parts: readonly Identifier[]; readonly span: Span }
  /** A member of something that is not a name: `f(x).member`. */
  | { readonly kind: 'member'; readonly value: Expression; readonly member: Identifier; readonly span: Span }
  | {
      readonly kind: 'arithmetic';
      readonly operator: ArithmeticOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly span: Span;
      readonly operatorSpan: Span;
    }
  | { readonly kind: 'negate'; readonly value: Expression; readonly span: Span }
  | { readonly kind: 'concat'; readonly left: Expression; readonly right: Expression; readonly span: Span }
  | { readonly kind: 'at-time-zone'; readonly value: Expression; readonly zone: Expression; readonly span: Span }
  | {
      readonly kind: 'comparison';
      readonly operator: ComparisonOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: 'quantified';
      readonly operator: ComparisonOperator;
      readonly quantifier: 'all' | 'any';
      readonly value: Expression;
      readonly query: Query;
      readonly span: Span;
    }
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Expression[]; readonly span: Span }
  | { readonly kind: 'not'; readonly value: Expression; readonly span: Span }
  | {
      readonly kind: 'between';
      readonly value: Expression;
      readonly lower: Expression;
      readonly upper: Expression;
      readonly span: Span;
    }
  | { readonly kind: 'in-list'; readonly value: Expression; readonly items: readonly Expression[]; readonly span: Span }
  | { readonly kind: 'in-query'; readonly value: Expression; readonly query: Query; readonly span: Span }
  | {
      readonly kind: 'like';
      readonly value: Expression;
      readonly pattern: Expression;
      readonly escape: Expression | null;
      readonly span: Span;
    }
  | { readonly kind: 'is-null'; readonly value: Expression; readonly span: Span }
  | { readonly kind: 'is-distinct'; readonly left: Expression; readonly right: Expression; readonly span: Span }
  | { readonly kind: 'exists'; readonly query: Query; readonly span: Span }
  | { readonly kind: 'scalar-query'; readonly query: Query; readonly span: Span }
  | {
      readonly kind: 'cast';
      readonly value: Expression;
      readonly type: TypeName;
      readonly safe: boolean;
      readonly span: Span;
    }
  | {
      readonly kind: 'case';
      readonly operand: Expression | null;
      readonly branches: readonly WhenClause[];
      readonly otherwise: Expression | null;
      readonly span: Span;
    }
  | { readonly kind: 'subscript'; readonly value: Expression; readonly index: Expression; readonly span: Span }
  | { readonly kind: 'array'; readonly items: readonly Expression[]; readonly span: Span }
  | { readonly kind: 'row'; readonly items: readonly Expression[]; readonly span: Span };
