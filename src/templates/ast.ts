import type { Span } from '../base/index.ts';

export type Binary = '+' | '-' | '*' | '/' | '//' | '%' | '**' | '~' | '==' | '!=' | '<' | '>' | '<=' | '>=' | 'in';

export type Expression = Span &
  (
    | { readonly kind: 'constant'; readonly value: string | number | boolean | null }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'list'; readonly items: readonly Expression[] }
    | { readonly kind: 'dict'; readonly entries: readonly (readonly [Expression, Expression])[] }
    | { readonly kind: 'member'; readonly of: Expression; readonly key: Expression }
    /** `f(a, b)`, `a | f(b)`, or `a.f(b)`: the value that a filter or method is of comes first. */
    | {
        readonly kind: 'call';
        readonly name: string;
        readonly arguments: readonly Expression[];
        readonly isMethod: boolean;
      }
    | { readonly kind: 'not'; readonly of: Expression }
    | { readonly kind: 'negative'; readonly of: Expression }
    | { readonly kind: 'logic'; readonly operator: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
    | { readonly kind: 'binary'; readonly operator: Binary; readonly left: Expression; readonly right: Expression }
    | {
        readonly kind: 'choice';
        readonly test: Expression;
        readonly yes: Expression;
        readonly no: Expression | undefined;
      }
  );

export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | (Span & { readonly kind: 'output'; readonly value: Expression })
  | {
      readonly kind: 'if';
      readonly cases: readonly { readonly test: Expression; readonly body: readonly Block[] }[];
      readonly otherwise: readonly Block[];
    }
  | (Span & {
      readonly kind: 'for';
      readonly names: readonly string[];
      readonly over: Expression;
      readonly body: readonly Block[];
      readonly otherwise: readonly Block[];
    });

/** A template that was read. */
export interface Template {
  readonly text: string;
  readonly blocks: readonly Block[];
}
