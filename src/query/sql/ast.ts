import type { Span } from '../../base/index.ts';

/** A type as written in a cast: a name with types or numbers in parentheses. Names are in lower case. */
export interface TypeName {
  readonly name: string;
  readonly parameters: readonly (TypeName | number)[];
  /** `with time zone`. */
  readonly withTimeZone: boolean;
  /** Names of a row's fields, in the order of `parameters`; null where a field has none. */
  readonly fieldNames: readonly (string | null)[];
  readonly span: Span;
}

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
  readonly result: Expression;
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
