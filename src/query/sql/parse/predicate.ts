import {
  BetweenContext,
  ComparisonContext,
  type ComparisonOperatorContext,
  DistinctFromContext,
  InListContext,
  InSubqueryContext,
  LikeContext,
  NullPredicateContext,
  type PredicateContext,
  QuantifiedComparisonContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser.js';
import { type Span, invariant } from '../../../base/index.ts';
import type { ComparisonOperator, Expression } from '../ast.ts';
import { type Source, need, offsetOf } from './context.ts';

/** Converts what follows a value to make a condition of it. `span` is the place of the whole. */
export function convertPredicate(source: Source, value: Expression, context: PredicateContext, span: Span): Expression {
  if (context instanceof ComparisonContext) {
    const right = source.convert.value(context.valueExpression());
    return { kind: 'comparison', operator: operatorOf(context.comparisonOperator()), left: value, right, span };
  }
  if (context instanceof QuantifiedComparisonContext) {
    const quantifier = context.comparisonQuantifier().KW_ALL() ? 'all' : 'any';
    const query = source.convert.query(context.query());
    return { kind: 'quantified', operator: operatorOf(context.comparisonOperator()), quantifier, value, query, span };
  }
  const positive = convertNegatable(source, value, context, span);
  return isNegated(context) ? { kind: 'not', value: positive, span } : positive;
}

function convertNegatable(source: Source, value: Expression, context: PredicateContext, span: Span): Expression {
  if (context instanceof BetweenContext) {
    const lower = source.convert.value(need(context._lower));
    return { kind: 'between', value, lower, upper: source.convert.value(need(context._upper)), span };
  }
  if (context instanceof InListContext) {
    return { kind: 'in-list', value, items: context.expression().map((item) => source.convert.expression(item)), span };
  }
  if (context instanceof InSubqueryContext) {
    const query = source.convert.query(context.query());
    const quantified = source.comparisons.get(offsetOf(source, context.KW_IN().symbol.start));
    return quantified
      ? { kind: 'quantified', ...quantified, value, query, span }
      : { kind: 'in-query', value, query, span };
  }
  if (context instanceof LikeContext) {
    const escape = context._escape ? source.convert.value(context._escape) : null;
    return { kind: 'like', value, pattern: source.convert.value(need(context._pattern)), escape, span };
  }
  if (context instanceof NullPredicateContext) return { kind: 'is-null', value, span };
  invariant(context instanceof DistinctFromContext, 'a predicate is one of those of the grammar');
  return { kind: 'is-distinct', left: value, right: source.convert.value(context.valueExpression()), span };
}

function isNegated(context: PredicateContext): boolean {
  return 'KW_NOT' in context && typeof context.KW_NOT === 'function' && context.KW_NOT() !== null;
}

function operatorOf(context: ComparisonOperatorContext): ComparisonOperator {
  if (context.EQ()) return '=';
  if (context.NEQ()) return '<>';
  if (context.LT()) return '<';
  if (context.LTE()) return '<=';
  return context.GT() ? '>' : '>=';
}
