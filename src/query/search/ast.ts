import type { Span } from '../../base/index.ts';

/** A word as it was meant: without quotes and with `\"` turned into `"`. */
export type SearchValue =
  /** Unquoted: `*` and `?` are wildcards. */
  | { readonly kind: 'word'; readonly text: string; readonly span: Span }
  /** In quotes: nothing in it is special. The empty text asks for an empty field. */
  | { readonly kind: 'quoted'; readonly text: string; readonly span: Span }
  /** `#"…"`: the words in this order, with what stands between them. */
  | { readonly kind: 'phrase'; readonly text: string; readonly span: Span }
  /** `*` after a field: the field exists. */
  | { readonly kind: 'any'; readonly span: Span };

/** The name of a field, as written but without quotes. A tag is `__tag__:NAME`. */
export interface SearchKey {
  readonly name: string;
  readonly span: Span;
}

/** A number as written; its text is kept so that long integers lose nothing. */
export interface SearchNumber {
  readonly text: string;
  readonly span: Span;
}

/** A text as it was meant, without quotes and escapes; no character of it is special. */
export interface SearchText {
  readonly text: string;
  readonly span: Span;
}

export type ComparisonOperator = '>' | '>=' | '<' | '<=' | '=';

/** A search of SLS's language, frozen. `span` is where in the text it stands. */
export type SearchNode =
  | { readonly kind: 'all'; readonly span: Span }
  | { readonly kind: 'and' | 'or'; readonly items: readonly SearchNode[]; readonly span: Span }
  | { readonly kind: 'not'; readonly item: SearchNode; readonly span: Span }
  | { readonly kind: 'term'; readonly value: SearchValue; readonly span: Span }
  | { readonly kind: 'field'; readonly key: SearchKey; readonly value: SearchValue; readonly span: Span }
  /** `field == value`: the field is this text, upper and lower case told apart, or this number. */
  | { readonly kind: 'equality'; readonly key: SearchKey; readonly value: SearchText; readonly span: Span }
  | {
      readonly kind: 'comparison';
      readonly key: SearchKey;
      readonly operator: ComparisonOperator;
      /** A number, but for `=`, which takes any value. */
      readonly operand: SearchNumber;
      readonly span: Span;
    }
  | {
      readonly kind: 'range';
      readonly key: SearchKey;
      readonly from: SearchNumber;
      readonly to: SearchNumber;
      readonly fromIncluded: boolean;
      readonly toIncluded: boolean;
      readonly span: Span;
    };

/** Freezes a node; its parts are frozen already. */
export function frozen<T extends object>(node: T): Readonly<T> {
  return Object.freeze(node);
}
