import { type Span, said } from '../../base/index.ts';
import { type Expression, type Query, reject } from '../sql/index.ts';
import type { Analysis, ExpressionPlace } from './analysis.ts';
import { coerce } from './coerce.ts';
import { commonType, type Type, isOrderable, sameType, typeText, types } from '../types/index.ts';
import type { Plan } from './plan.ts';
import type { ResolvedQuery } from './resolved-query.ts';
import { columnReference } from './scope.ts';
import type { Column, Typed } from './typed.ts';

function resolveInner(analysis: Analysis, query: Query, place: ExpressionPlace): ResolvedQuery {
  return analysis.query(query, { ...place.names, outer: place.scope, implicitLog: false });
}

function onlyColumn(query: ResolvedQuery, span: Span): Column {
  const [first] = query.output;
  if (!first || query.output.length > 1) {
    return reject('several-columns', said`A subquery here must have one column, not ${query.output.length}`, span);
  }
  return first.column;
}

/** Keeps one column of a query, coerced to a type. */
function keep(query: ResolvedQuery, column: Column, type: Type, analysis: Analysis, span: Span): Plan {
  const value = columnReference(column, '', span);
  const kept = sameType(column.type, type) ? column : analysis.newColumn(type, column.nullable);
  const items = [
    { column: kept === column ? analysis.newColumn(type, column.nullable) : kept, value: coerce(value, type) },
  ];
  return { kind: 'project', source: query.plan, items, keep: false };
}

/** Resolves `(SELECT …)` as a value, or `EXISTS (SELECT …)`. */
export function resolveScalarQuery(
  analysis: Analysis,
  kind: 'scalar-query' | 'exists',
  query: Query,
  place: ExpressionPlace,
): Typed {
  const inner = resolveInner(analysis, query, place);
  if (kind === 'exists') return { kind, plan: inner.plan, type: types.boolean, span: query.span };
  if (inner.output.length > 1) return scalarRow(analysis, inner, query.span);
  const column = onlyColumn(inner, query.span);
  return { kind, plan: keep(inner, column, column.type, analysis, query.span), type: column.type, span: query.span };
}

function scalarRow(analysis: Analysis, inner: ResolvedQuery, span: Span): Typed {
  const items = inner.output.map(({ column, name }) => columnReference(column, name ?? '', span));
  const fields = inner.output.map(({ column, name }) => ({ name, type: column.type }));
  const type: Type = { kind: 'row', fields };
  const value: Typed = { kind: 'row', items, type, span };
  const plan: Plan = {
    kind: 'project',
    source: inner.plan,
    items: [{ column: analysis.newColumn(type, false), value }],
    keep: false,
  };
  return { kind: 'scalar-query', plan, type, span };
}

/** Resolves `value IN (SELECT …)`. */
export function resolveInQuery(
  analysis: Analysis,
  value: Typed,
  query: Query,
  place: ExpressionPlace,
  span: Span,
): Typed {
  const inner = rowed(analysis, resolveInner(analysis, query, place), value, span);
  const column = onlyColumn(inner, query.span);
  const type = commonType(value.type, column.type);
  if (!type) {
    return reject(
      'type-mismatch',
      said`Cannot check whether ${typeText(value.type)} is in ${typeText(column.type)}`,
      span,
    );
  }
  const plan = keep(inner, column, type, analysis, query.span);
  return { kind: 'in-query', value: coerce(value, type), plan, type: types.boolean, span };
}

/** For a row value the columns of the query are taken together. */
function rowed(analysis: Analysis, inner: ResolvedQuery, value: Typed, span: Span): ResolvedQuery {
  if (value.type.kind !== 'row' || inner.output.length < 2) return inner;
  const items = inner.output.map(({ column }) => columnReference(column, '', span));
  const type: Type = { kind: 'row', fields: items.map((item) => ({ name: null, type: item.type })) };
  const column = analysis.newColumn(type, false);
  const plan: Plan = {
    kind: 'project',
    source: inner.plan,
    items: [{ column, value: { kind: 'row', items, type, span } }],
    keep: false,
  };
  return { ...inner, plan, output: [{ name: null, column }] };
}

/** Resolves `value > ALL (SELECT …)` and its kin. */
export function resolveQuantified(
  analysis: Analysis,
  value: Typed,
  expression: Extract<Expression, { kind: 'quantified' }>,
  place: ExpressionPlace,
): Typed {
  const { operator, quantifier, query, span } = expression;
  const inner = resolveInner(analysis, query, place);
  const column = onlyColumn(inner, query.span);
  const type = commonType(value.type, column.type);
  if (!type || !isOrderable(type)) {
    return reject(
      'type-mismatch',
      said`Cannot apply operator: ${typeText(value.type)} ${operator} ${typeText(column.type)}`,
      span,
    );
  }
  const plan = keep(inner, column, type, analysis, query.span);
  return { kind: 'quantified', operator, quantifier, value: coerce(value, type), plan, type: types.boolean, span };
}
