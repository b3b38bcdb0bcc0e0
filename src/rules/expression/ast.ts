import type { Span } from '../../base/index.ts';

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';
export type ComparisonOperator = '>' | '>=' | '<' | '<=' | '==' | '!=';
export type MatchOperator = '=~' | '!~';

/** A column as an expression names it: `count`, `Source IP address`, `[5xx-rate(%)]`, `$1.host`. */
export interface ColumnName extends Span {
  readonly kind: 'column';
  /** Of which query, where the name says so: 0, 1 or 2. */
  readonly query?: number;
  readonly name: string;
}

/** A condition, as a tree. */
export type ExpressionNode =
  | ColumnName
  | (Span & { readonly kind: 'number'; readonly value: number })
  | (Span & { readonly kind: 'text'; readonly value: string })
  | (Span & { readonly kind: 'boolean'; readonly value: boolean })
  | (Span & { readonly kind: 'not'; readonly operand: ExpressionNode })
  | (Span & { readonly kind: 'logic'; readonly operator: '&&' | '||' } & Operands)
  | (Span & { readonly kind: 'compare'; readonly operator: ComparisonOperator } & Operands)
  | (Span & { readonly kind: 'match'; readonly operator: MatchOperator } & Operands)
  | (Span & { readonly kind: 'arithmetic'; readonly operator: ArithmeticOperator } & Operands)
  | (Span & { readonly kind: 'contains' } & Operands);

interface Operands {
  readonly left: ExpressionNode;
  readonly right: ExpressionNode;
}

/** A condition that was read: well formed, of the right types, and a yes or no in the end. */
export interface Expression {
  readonly text: string;
  readonly root: ExpressionNode;
}
