import { said, type Said } from '../../base/index.ts';
import { type Call, type Expression, reject } from '../sql/index.ts';
import type { Analysis, ExpressionPlace } from './analysis.ts';
import { coerce, coerceAll, demand } from './coerce.ts';
import { commonType, typeText, types } from '../types/index.ts';
import { resolveCompareCall } from './compare-call.ts';
import type { Typed } from './typed.ts';

type SpecialForm = (analysis: Analysis, call: Call, place: ExpressionPlace) => Typed;

/** Functions whose arguments are not all computed, or that are answered by the types alone. */
const forms: Readonly<Record<string, SpecialForm>> = {
  coalesce(analysis, call, place) {
    if (call.args.length < 2) {
      reject('wrong-arguments', said`The 'coalesce' function must have at least two arguments`, call.span);
    }
    const items = call.args.map((argument) => analysis.expression(argument, place));
    const { values, type } = coerceAll(items, said`All COALESCE operands`, call.span);
    return { kind: 'coalesce', items: values, type, span: call.span };
  },
  if(analysis, call, place) {
    const [when, first, second] = call.args;
    if (!when || !first || call.args.length > 3) {
      return reject('wrong-arguments', said`The 'if' function must have two or three arguments`, call.span);
    }
    const condition = resolveCondition(analysis, when, place, said`IF condition`);
    const results = [first, ...(second ? [second] : [])].map((argument) => analysis.expression(argument, place));
    const { values, type } = coerceAll(results, said`Result types for IF`, call.span);
    const [result, otherwise] = values;
    if (!result) return reject('wrong-arguments', said`IF lacks a result`, call.span);
    return { kind: 'if', branches: [{ when: condition, result }], otherwise: otherwise ?? null, type, span: call.span };
  },
  nullif(analysis, call, place) {
    const [first, second] = exactly(call, 2);
    const value = analysis.expression(first, place);
    const other = analysis.expression(second, place);
    const compared = commonType(value.type, other.type);
    if (!compared) {
      return reject(
        'type-mismatch',
        said`Types are not comparable with NULLIF: ${typeText(value.type)} vs ${typeText(other.type)}`,
        call.span,
      );
    }
    return { kind: 'nullif', value, other: coerce(other, compared), compared, type: value.type, span: call.span };
  },
  try(analysis, call, place) {
    const [argument] = exactly(call, 1);
    const value = analysis.expression(argument, place);
    return { kind: 'try', value, type: value.type, span: call.span };
  },
  compare: resolveCompareCall,
  ts_compare: resolveCompareCall,
  typeof(analysis, call, place) {
    const [argument] = exactly(call, 1);
    const value = analysis.expression(argument, place);
    return { kind: 'literal', value: typeText(value.type), type: types.varchar, span: call.span };
  },
  grouping(analysis, call, place) {
    if (!place.grouping) return reject('wrong-arguments', said`GROUPING() needs a GROUP BY`, call.span);
    const args = call.args.map((argument) => analysis.expression(argument, { ...place, aggregates: null }));
    return place.grouping(args, call.span);
  },
};

function exactly(call: Call, count: 1): readonly [Expression];
function exactly(call: Call, count: 2): readonly [Expression, Expression];
function exactly(call: Call, count: number): readonly Expression[] {
  if (call.args.length !== count || call.star) {
    const message =
      count === 1
        ? said`The '${call.name}' function must have exactly one argument`
        : said`The '${call.name}' function must have exactly two arguments`;
    reject('wrong-arguments', message, call.span);
  }
  return call.args;
}

/** Resolves an expression that has to be a boolean. */
export function resolveCondition(
  analysis: Analysis,
  expression: Expression,
  place: ExpressionPlace,
  what: Said,
): Typed {
  const value = analysis.expression(expression, place);
  return demand(value, types.boolean, said`${what} must evaluate to a boolean (actual: ${typeText(value.type)})`);
}

/** Resolves a call that is no function but a form of its own; null where it is a function. */
export function resolveSpecialForm(analysis: Analysis, call: Call, place: ExpressionPlace): Typed | null {
  if (!Object.hasOwn(forms, call.name)) return null;
  return forms[call.name]?.(analysis, call, place) ?? null;
}
