import type { ParserRuleContext, Token } from 'antlr4ng';
import type {
  BooleanExpressionContext,
  ExpressionContext,
  QueryContext,
  SortItemContext,
  ValueExpressionContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser.js';
import { said, type Said, type Span } from '../../../base/index.ts';
import { invariant } from '../../../base/index.ts';
import type { Expression, Query, SortItem } from '../ast.ts';
import type { LimitPairs } from '../limit-offset.ts';
import type { QuantifiedComparisons } from '../quantifiers.ts';
import { reject } from '../rejection.ts';

/** Conversions that nest in each other: each file calls those above it through here. */
export interface Converters {
  readonly expression: (context: ExpressionContext | BooleanExpressionContext) => Expression;
  readonly value: (context: ValueExpressionContext) => Expression;
  readonly query: (context: QueryContext) => Query;
  readonly sortItem: (context: SortItemContext) => SortItem;
}

/** What the conversion of one statement knows besides the parse tree. */
export interface Source {
  readonly convert: Converters;
  readonly text: string;
  readonly limitPairs: LimitPairs;
  readonly comparisons: QuantifiedComparisons;
  /** UTF-16 offset of each code point, where the two differ; the parser counts code points. */
  readonly offsets: readonly number[] | null;
}

/** Lists the UTF-16 offsets of a text's code points; null where each is one unit, so that positions are offsets. */
export function codePointOffsets(text: string): readonly number[] | null {
  if (!/[\u{10000}-\u{10ffff}]/u.test(text)) return null;
  const offsets: number[] = [];
  let offset = 0;
  for (const character of text) {
    offsets.push(offset);
    offset += character.length;
  }
  offsets.push(offset);
  return offsets;
}

/** Turns the parser's position into a UTF-16 offset. */
export function offsetOf(source: Source, position: number): number {
  if (source.offsets === null) return Math.min(position, source.text.length);
  return source.offsets[position] ?? source.text.length;
}

/** Returns the place of a token. */
export function tokenSpan(source: Source, token: Token): Span {
  return { from: offsetOf(source, token.start), to: offsetOf(source, token.stop + 1) };
}

/** Returns the place of a rule's text. */
export function spanOf(source: Source, context: ParserRuleContext): Span {
  const from = context.start ? offsetOf(source, context.start.start) : 0;
  const to = context.stop ? offsetOf(source, context.stop.stop + 1) : from;
  return { from, to: Math.max(from, to) };
}

/** Returns what the grammar promises to be there. */
export function need<T>(value: T | null | undefined): T {
  invariant(value !== null && value !== undefined, 'the parse tree lacks a part that its grammar demands');
  return value;
}

/** Rejects syntax of Trino's that this language does not have. */
export function unsupported(source: Source, context: ParserRuleContext, what: string | Said): never {
  return reject('unsupported-syntax', said`${what} is not supported`, spanOf(source, context));
}
