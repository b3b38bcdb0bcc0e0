import {
  CubeContext,
  type GroupByContext,
  type GroupingElementContext,
  type GroupingSetContext,
  InlineTableContext,
  MultipleGroupingSetsContext,
  type NamedQueryContext,
  type QueryContext,
  type QueryNoWithContext,
  QueryPrimaryDefaultContext,
  type QueryPrimaryContext,
  type QuerySpecificationContext,
  QueryStatementContext,
  QueryTermDefaultContext,
  type QueryTermContext,
  RollupContext,
  type RowCountContext,
  type SelectItemContext,
  SetOperationContext,
  SingleGroupingSetContext,
  type SortItemContext,
  SubqueryContext,
  TableContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser.js';
import { invariant, said } from '../../../base/index.ts';
import type { Expression } from '../ast.ts';
import type {
  GroupBy,
  GroupingElement,
  NamedQuery,
  Query,
  QueryBody,
  Relation,
  Select,
  SelectItem,
  SortItem,
} from '../ast.ts';
import { reject } from '../rejection.ts';
import { type Source, need, offsetOf, spanOf, unsupported } from './context.ts';
import { convertExpression } from './expression.ts';
import { convertIdentifier, convertReference } from './identifier.ts';
import { checkLimit } from '../limits.ts';
import { convertRelation } from './relation.ts';
import { convertWindow } from './window.ts';

/** Converts a query with all that surrounds it. */
export function convertQuery(source: Source, context: QueryContext): Query {
  invariant(context instanceof QueryStatementContext, 'a query is a query statement');
  const named = context.with();
  if (named?.KW_RECURSIVE()) unsupported(source, named, 'WITH RECURSIVE');
  const list = named?.namedQuery() ?? [];
  return { ...convertQueryNoWith(source, context.queryNoWith()), with: list.map((item) => convertNamed(source, item)) };
}

function convertNamed(source: Source, context: NamedQueryContext): NamedQuery {
  const columns = context.columnAliases();
  return {
    name: convertIdentifier(source, context.identifier()),
    columns: columns ? columns.identifier().map((column) => convertIdentifier(source, column)) : null,
    query: convertQuery(source, context.query()),
  };
}

/** Converts a query without its WITH. */
export function convertQueryNoWith(source: Source, context: QueryNoWithContext): Query {
  if (context.KW_TIES()) unsupported(source, context, 'WITH TIES');
  return {
    with: [],
    body: convertTerm(source, context.queryTerm()),
    orderBy: context.sortItem().map((item) => convertSortItem(source, item)),
    ...convertLimit(source, context),
    span: spanOf(source, context),
  };
}

function convertLimit(source: Source, context: QueryNoWithContext): Pick<Query, 'offset' | 'limit'> {
  const offset = context._offset ? rowCount(source, context._offset) : null;
  if (context.KW_FETCH()) return { offset, limit: context._fetchFirst ? rowCount(source, context._fetchFirst) : 1 };
  const limit = context._limit?.rowCount() ?? null;
  if (!limit) return { offset, limit: null };
  const pair = source.limitPairs.get(offsetOf(source, need(limit.start).start));
  if (pair) return { offset: Number(pair.offset), limit: Number(pair.count) };
  return { offset, limit: rowCount(source, limit) };
}

function rowCount(source: Source, context: RowCountContext): number {
  const count = Number(context.getText());
  if (!Number.isSafeInteger(count))
    reject('invalid-literal', said`A row count is a whole number`, spanOf(source, context));
  return count;
}

function convertTerm(source: Source, context: QueryTermContext): QueryBody {
  if (context instanceof QueryTermDefaultContext) return convertPrimary(source, context.queryPrimary());
  invariant(context instanceof SetOperationContext, 'a query term is a primary or a set operation');
  const operator = context.KW_UNION() ? 'union' : context.KW_INTERSECT() ? 'intersect' : 'except';
  return {
    kind: 'set',
    operator,
    all: Boolean(context.setQuantifier()?.KW_ALL()),
    left: convertTerm(source, need(context._left)),
    right: convertTerm(source, need(context._right)),
    span: spanOf(source, context),
  };
}

function convertPrimary(source: Source, context: QueryPrimaryContext): QueryBody {
  const span = spanOf(source, context);
  if (context instanceof QueryPrimaryDefaultContext) return convertSelect(source, context.querySpecification());
  if (context instanceof SubqueryContext) {
    return { kind: 'nested', query: convertQueryNoWith(source, context.queryNoWith()), span };
  }
  if (context instanceof InlineTableContext) {
    return { kind: 'values', rows: context.expression().map((row) => convertExpression(source, row)), span };
  }
  invariant(context instanceof TableContext, 'a query primary is a SELECT, a query, VALUES or TABLE');
  return { kind: 'table', parts: convertReference(source, context.tableRef()), span };
}

function convertSelect(source: Source, context: QuerySpecificationContext): Select {
  const groupBy = context.groupBy();
  const where = context.whereClause();
  const having = context.havingClause();
  return {
    kind: 'select',
    distinct: Boolean(context.setQuantifier()?.KW_DISTINCT()),
    items: context
      .selectList()
      .selectItem()
      .map((item) => convertSelectItem(source, item)),
    from: convertFrom(source, context),
    where: where ? convertExpression(source, where.booleanExpression()) : null,
    groupBy: groupBy ? convertGroupBy(source, groupBy) : null,
    having: having ? convertExpression(source, having.booleanExpression()) : null,
    windows: context.windowDefinition().map((definition) => ({
      name: convertIdentifier(source, definition.identifier()),
      window: convertWindow(source, definition.windowSpecification()),
    })),
    span: spanOf(source, context),
  };
}

/** A comma between relations is a cross join. */
function convertFrom(source: Source, context: QuerySpecificationContext): Relation | null {
  const relations = context.relation();
  checkLimit('joins', relations.length - 1, spanOf(source, context));
  const [first, ...others] = relations.map((relation) => convertRelation(source, relation));
  if (!first) return null;
  return others.reduce<Relation>((left, right) => {
    const span = { from: left.span.from, to: right.span.to };
    return { kind: 'join', type: 'cross', left, right, condition: null, span };
  }, first);
}

function convertSelectItem(source: Source, context: SelectItemContext): SelectItem {
  const span = spanOf(source, context);
  if (context.selectAllWithoutTable()) return { kind: 'all', qualifier: null, span };
  const all = context.tableAllColumns();
  if (all) {
    if (context.columnAliases()) unsupported(source, context, said`Naming the columns of t.*`);
    return { kind: 'all', qualifier: need(convertReference(source, all).at(-1)), span };
  }
  const alias = context.identifier();
  const literal = context.selectLiteralColumnName();
  const value: Expression = literal
    ? { kind: 'name', parts: convertReference(source, literal), span: spanOf(source, literal) }
    : convertExpression(source, need(context.selectExpressionColumnName()).expression());
  return { kind: 'expression', value, alias: alias ? convertIdentifier(source, alias) : null, span };
}

/** Converts one key of an ORDER BY. */
export function convertSortItem(source: Source, context: SortItemContext): SortItem {
  const reference = context.columnRef();
  const expression = context.expression();
  return {
    value: expression
      ? convertExpression(source, expression)
      : { kind: 'name', parts: convertReference(source, need(reference)), span: spanOf(source, need(reference)) },
    descending: context.KW_DESC() !== null,
    nulls: context.KW_NULLS() === null ? null : context.KW_FIRST() === null ? 'last' : 'first',
  };
}

function convertGroupBy(source: Source, context: GroupByContext): GroupBy {
  return {
    distinct: Boolean(context.setQuantifier()?.KW_DISTINCT()),
    elements: context.groupingElement().map((element) => convertGroupingElement(source, element)),
    span: spanOf(source, context),
  };
}

function convertGroupingElement(source: Source, context: GroupingElementContext): GroupingElement {
  if (context instanceof SingleGroupingSetContext) {
    return { kind: 'simple', items: convertGroupingSet(source, context.groupingSet()) };
  }
  const kind =
    context instanceof CubeContext ? 'cube' : context instanceof RollupContext ? 'rollup' : ('sets' as const);
  invariant(
    context instanceof CubeContext ||
      context instanceof RollupContext ||
      context instanceof MultipleGroupingSetsContext,
    'a grouping element is a set, CUBE, ROLLUP or GROUPING SETS',
  );
  return { kind, sets: context.groupingSet().map((set) => convertGroupingSet(source, set)) };
}

function convertGroupingSet(source: Source, context: GroupingSetContext): Expression[] {
  return context.groupingTerm().map((term) => {
    const reference = term.columnRef();
    const expression = term.expression();
    if (expression) return convertExpression(source, expression);
    return { kind: 'name', parts: convertReference(source, need(reference)), span: spanOf(source, need(reference)) };
  });
}
