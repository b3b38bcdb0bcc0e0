import {
  AndContext,
  ArithmeticBinaryContext,
  ArithmeticUnaryContext,
  AtTimeZoneContext,
  type BooleanExpressionContext,
  ConcatenationContext,
  ExpressionContext,
  LogicalNotContext,
  OrContext,
  PredicatedContext,
  TimeZoneIntervalContext,
  type TimeZoneSpecifierContext,
  TimeZoneStringContext,
  type ValueExpressionContext,
  ValueExpressionDefaultContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser.js';
import { invariant } from '../../../base/index.ts';
import type { ArithmeticOperator, Expression, Literal } from '../ast.ts';
import { type Source, need, spanOf, tokenSpan } from './context.ts';
import { convertInterval, convertString } from './literal.ts';
import { convertPredicate } from './predicate.ts';
import { convertPrimary } from './primary.ts';

/** Converts any expression. */
export function convertExpression(source: Source, context: ExpressionContext | BooleanExpressionContext): Expression {
  return convertBoolean(source, context instanceof ExpressionContext ? context.booleanExpression() : context);
}

/** Converts AND, OR, NOT and predicates. */
export function convertBoolean(source: Source, context: BooleanExpressionContext): Expression {
  const span = spanOf(source, context);
  if (context instanceof PredicatedContext) {
    const value = convertValue(source, context.valueExpression());
    const predicate = context.predicate();
    return predicate ? convertPredicate(source, value, predicate, span) : value;
  }
  if (context instanceof LogicalNotContext) {
    return { kind: 'not', value: convertBoolean(source, context.booleanExpression()), span };
  }
  invariant(
    context instanceof AndContext || context instanceof OrContext,
    'a condition is NOT, AND, OR or a predicate',
  );
  const kind = context instanceof AndContext ? 'and' : 'or';
  return { kind, terms: flatten(context).map((term) => convertBoolean(source, term)), span };
}

/** A chain of one operator as a list: it may be long, and a tree of it deep. */
function flatten(context: AndContext | OrContext): BooleanExpressionContext[] {
  const terms: BooleanExpressionContext[] = [];
  let left: BooleanExpressionContext = context;
  while (left instanceof context.constructor && (left instanceof AndContext || left instanceof OrContext)) {
    terms.push(need(left.booleanExpression(1)));
    left = need(left.booleanExpression(0));
  }
  terms.push(left);
  return terms.toReversed();
}

/** Converts arithmetic, concatenation and AT TIME ZONE. */
export function convertValue(source: Source, context: ValueExpressionContext): Expression {
  const span = spanOf(source, context);
  if (context instanceof ValueExpressionDefaultContext) return convertPrimary(source, context.primaryExpression());
  if (context instanceof ArithmeticBinaryContext) {
    const operator = need(context._operator);
    return {
      kind: 'arithmetic',
      operator: asOperator(operator.text),
      left: convertValue(source, need(context._left)),
      right: convertValue(source, need(context._right)),
      span,
      operatorSpan: tokenSpan(source, operator),
    };
  }
  if (context instanceof ArithmeticUnaryContext) {
    const value = convertValue(source, context.valueExpression());
    return context.MINUS() ? { kind: 'negate', value, span } : value;
  }
  if (context instanceof ConcatenationContext) {
    const left = convertValue(source, need(context._left));
    return { kind: 'concat', left, right: convertValue(source, need(context._right)), span };
  }
  invariant(context instanceof AtTimeZoneContext, 'a value is arithmetic, a concatenation, a zone or a primary');
  const zone = context.timeZoneSpecifier();
  const value = convertValue(source, context.valueExpression());
  return { kind: 'at-time-zone', value, zone: convertZone(source, zone), span };
}

function convertZone(source: Source, context: TimeZoneSpecifierContext): Literal {
  if (context instanceof TimeZoneStringContext) {
    return { kind: 'string', value: convertString(source, context.string()), span: spanOf(source, context.string()) };
  }
  invariant(context instanceof TimeZoneIntervalContext, 'a zone is a text or an interval');
  return convertInterval(source, context.interval());
}

function asOperator(text: string | null | undefined): ArithmeticOperator {
  const operator = (['+', '-', '*', '/', '%'] as const).find((known) => known === text);
  return need(operator);
}
