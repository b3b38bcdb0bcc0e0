import {
  type IntervalContext,
  IntegerLiteralContext,
  type NumberContext,
  type StringContext,
  UnicodeStringLiteralContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser.js';
import { type Span, said } from '../../../base/index.ts';
import type { IntervalUnit, Literal } from '../ast.ts';
import { reject } from '../rejection.ts';
import { type Source, need, spanOf, unsupported } from './context.ts';

const intervalUnits: Readonly<Record<string, IntervalUnit>> = {
  second: 'second',
  minute: 'minute',
  hour: 'hour',
  day: 'day',
  month: 'month',
  year: 'year',
};

/** Converts a number. One with a point is a double, as in SLS (Trino reads a decimal). */
export function convertNumber(source: Source, context: NumberContext): Literal {
  const text = context.getText();
  const span = spanOf(source, context);
  return { kind: context instanceof IntegerLiteralContext ? 'integer' : 'double', text, span };
}

/** Converts the text between single quotes; a doubled quote is one, and a backslash is nothing special. */
export function convertString(source: Source, context: StringContext): string {
  if (context instanceof UnicodeStringLiteralContext) unsupported(source, context, said`A string literal U&'…'`);
  return context.getText().slice(1, -1).replaceAll("''", "'");
}

/** Converts `X'CAFE'`; blanks between the digits are allowed. */
export function convertBinary(text: string, span: Span): Literal {
  const hex = text
    .slice(2, -1)
    .replaceAll(/[\s\n]/g, '')
    .toUpperCase();
  if (!/^[0-9A-F]*$/.test(hex)) reject('invalid-literal', said`A binary literal holds hexadecimal digits only`, span);
  if (hex.length % 2 !== 0) reject('invalid-literal', said`A binary literal holds an even number of digits`, span);
  return { kind: 'binary', hex, span };
}

/** Converts `interval '1' day`, `interval -'2' hour`, `interval '1-6' year to month`. */
export function convertInterval(source: Source, context: IntervalContext): Literal {
  const units = context.intervalField().map((field) => need(intervalUnits[field.getText().toLowerCase()]));
  return {
    kind: 'interval',
    value: convertString(source, context.string()),
    negative: context._sign?.text === '-',
    unit: need(units[0]),
    to: units[1] ?? null,
    span: spanOf(source, context),
  };
}
