import { lambda, literal, parameter, raw, sql, type SqlNode } from '../types/index.ts';
import { type FieldReference, memberValues, type EmitContext, fieldExpression } from '../fields/index.ts';
import { every } from './condition.ts';
import { memberGuard } from './member-guard.ts';
import type { Bound } from './translate.ts';

/** Numeric text as a member may hold it: a number, or a text that is one. */
const numericText = '^"?[+-]?(?:[0-9]+(?:[.][0-9]*)?|[.][0-9]+)(?:[eE][+-]?[0-9]+)?"?$';

/** Condition: the field's number is within all bounds. The bounds are numbers. */
export function numberCondition(reference: FieldReference, bounds: readonly Bound[], context: EmitContext): SqlNode {
  const within = (value: SqlNode): SqlNode =>
    every(bounds.map(({ operator, number }) => sql`${value} ${raw(operator)} ${bindNumber(number)}`));
  if (reference.kind !== 'member') {
    return sql`ifNull(${within(fieldExpression(reference, context).node)}, 0)`;
  }
  const { column, path } = reference;
  const value = sql`toFloat64OrZero(replaceAll(v, '"', ''))`;
  const exists = sql`arrayExists(${lambda('v', sql`match(v, ${literal(numericText)}) AND ${within(value)}`)}, ${memberValues(column, path)})`;
  return sql`(${memberGuard(column, path)} AND ${exists})`;
}

/** Whole numbers of up to 18 digits are compared as such, all others as doubles. */
function bindNumber(number: string): SqlNode {
  // The engine takes no leading zeros.
  if (/^[+-]?\d{1,18}$/.test(number)) return parameter(String(BigInt(number.replace('+', ''))), 'Int64');
  const value = Math.min(Math.max(Number(number), -Number.MAX_VALUE), Number.MAX_VALUE);
  return parameter(value, 'Float64');
}
