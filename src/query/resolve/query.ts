import { unreachable, said } from '../../base/index.ts';
import {
  type Identifier,
  type NamedQuery,
  type Query,
  type QueryBody,
  type SortItem,
  checkLimit,
  reject,
} from '../sql/index.ts';
import { type Analysis, type QueryNames, plainPlace } from './analysis.ts';
import { commonType, isComparable, typeText } from '../types/index.ts';
import { coerce, coerceAll } from './coerce.ts';
import type { Plan } from './plan.ts';
import { checkCount, resolveRelation } from './relation.ts';
import type { OutputColumn, ResolvedQuery } from './resolved-query.ts';
import { columnReference, emptyScope } from './scope.ts';
import { resolveSelect } from './select.ts';
import type { SortKey, Typed } from './typed.ts';

/** Resolves a query: its named queries, its body, ORDER BY, OFFSET and LIMIT. */
export function resolveQuery(analysis: Analysis, query: Query, names: QueryNames): ResolvedQuery {
  const named = nameQueries(analysis, query.with, names);
  const inner: QueryNames = { ...names, named };
  const resolved = resolveBody(analysis, query.body, query.orderBy, inner);
  if (query.limit === null && query.offset === null) return resolved;
  const plan: Plan = { kind: 'limit', source: resolved.plan, offset: query.offset ?? 0, count: query.limit };
  return { ...resolved, plan, limit: query.limit };
}

/** Each name sees those before it, and is resolved anew wherever it is used. */
function nameQueries(analysis: Analysis, list: readonly NamedQuery[], names: QueryNames): QueryNames['named'] {
  const named = new Map(names.named);
  const own = new Set<string>();
  for (const { name, columns, query } of list) {
    const key = name.name.toLowerCase();
    if (own.has(key))
      reject('duplicate-name', said`WITH query name '${name.name}' specified more than once`, name.span);
    own.add(key);
    const before: QueryNames = { ...names, named: new Map(named), implicitLog: false };
    // Resolved once here, so that a mistake in it is told though nothing uses it.
    const first = renameOutput(analysis.query(query, before), columns, name);
    let fresh: ResolvedQuery | null = first;
    named.set(key, () => {
      const result = fresh ?? renameOutput(analysis.query(query, before), columns, name);
      fresh = null;
      return result;
    });
  }
  return named;
}

function renameOutput(query: ResolvedQuery, columns: readonly Identifier[] | null, name: Identifier): ResolvedQuery {
  if (!columns) return query;
  checkCount(columns, name.name, query.output.length, name.span);
  const output = query.output.map(({ column }, index): OutputColumn => ({
    name: columns[index]?.name ?? null,
    column,
  }));
  return { ...query, output };
}

function resolveBody(
  analysis: Analysis,
  body: QueryBody,
  orderBy: readonly SortItem[],
  names: QueryNames,
): ResolvedQuery {
  if (body.kind === 'select') return resolveSelect(analysis, body, orderBy, names);
  return sortOutput(analysis, resolveOther(analysis, body, names), orderBy, names);
}

function resolveOther(
  analysis: Analysis,
  body: Exclude<QueryBody, { kind: 'select' }>,
  names: QueryNames,
): ResolvedQuery {
  switch (body.kind) {
    case 'nested':
      return analysis.query(body.query, names);
    case 'table': {
      const relation = { kind: 'table' as const, parts: body.parts, alias: null, span: body.span };
      const { plan, scope } = resolveRelation(analysis, relation, names);
      const fields = [
        ...scope.fields,
        ...scope.open.flatMap((open) => open.names.flatMap((name) => open.resolve(name) ?? [])),
      ];
      return { plan, output: fields.map(({ name, column }) => ({ name, column })), ordered: false, limit: null };
    }
    case 'values':
      return resolveValues(analysis, body, names);
    case 'set':
      return resolveSetOperation(analysis, body, names);
    default:
      return unreachable(body);
  }
}

function sortOutput(
  analysis: Analysis,
  query: ResolvedQuery,
  orderBy: readonly SortItem[],
  names: QueryNames,
): ResolvedQuery {
  if (orderBy.length === 0) return query;
  const fields = query.output.map(({ name, column }) => ({ qualifier: null, name, column }));
  const place = plainPlace({ fields, open: [], outer: names.outer }, names, said`ORDER BY clause`);
  const keys = orderBy.map((item): SortKey => {
    if (item.value.kind !== 'integer') return analysis.sortKey(item, place);
    const chosen = query.output[Number(item.value.text) - 1];
    if (!chosen) {
      reject(
        'invalid-column-reference',
        said`ORDER BY position ${item.value.text} is not in select list`,
        item.value.span,
      );
    }
    const value = columnReference(chosen.column, chosen.name ?? '', item.value.span);
    return { value, descending: item.descending, nulls: item.nulls ?? 'last' };
  });
  return { ...query, plan: { kind: 'sort', source: query.plan, keys }, ordered: true };
}

function resolveValues(
  analysis: Analysis,
  body: Extract<QueryBody, { kind: 'values' }>,
  names: QueryNames,
): ResolvedQuery {
  const place = plainPlace(emptyScope(names.outer), names, 'VALUES');
  const rows = body.rows.map((row) => {
    const value = analysis.expression(row, place);
    return value.kind === 'row' ? value.items : [value];
  });
  const width = rows[0]?.length ?? 0;
  checkLimit('columns', width, body.span);
  if (rows.some((row) => row.length !== width)) {
    reject('type-mismatch', said`Values rows have mismatched sizes`, body.span);
  }
  const columns = Array.from({ length: width }, (_, index) => {
    const cells = rows.flatMap((row) => row[index] ?? []);
    return coerceAll(cells, said`Values rows: a column`, body.span);
  });
  const output = columns.map(({ type }) => analysis.newColumn(type, true));
  const plan: Plan = {
    kind: 'values',
    columns: output,
    rows: rows.map((_, row) => columns.flatMap(({ values }) => values[row] ?? [])),
  };
  return { plan, output: output.map((column) => ({ name: null, column })), ordered: false, limit: null };
}

type SetBody = Extract<QueryBody, { kind: 'set' }>;

function resolveSetOperation(analysis: Analysis, body: SetBody, names: QueryNames): ResolvedQuery {
  const inner: QueryNames = { ...names, implicitLog: false };
  const branches = setBranches(body).map((branch) => resolveBody(analysis, branch, [], inner));
  const [first] = branches;
  if (!first) throw new Error('BUG: a set operation without branches');
  const width = first.output.length;
  if (branches.some((branch) => branch.output.length !== width)) {
    reject('type-mismatch', said`${body.operator.toUpperCase()} query has different number of fields`, body.span);
  }
  const columns = first.output.map(({ column }, index) => {
    let { type } = column;
    for (const branch of branches) {
      const other = branch.output[index]?.column.type;
      const common = other && commonType(type, other);
      if (!other || !common) {
        return reject(
          'type-mismatch',
          said`column ${index + 1} in ${body.operator.toUpperCase()} query has incompatible types: ${typeText(type)}, ${other ? typeText(other) : 'none'}`,
          body.span,
        );
      }
      type = common;
    }
    if (!body.all && !isComparable(type)) {
      reject(
        'type-mismatch',
        said`Type ${typeText(type)} is not comparable and therefore cannot be used in ${body.operator.toUpperCase()}`,
        body.span,
      );
    }
    return analysis.newColumn(type, true);
  });
  const inputs = branches.map((branch) => ({
    plan: branch.plan,
    values: branch.output.map(({ column, name }, index): Typed => {
      const target = columns[index]?.type ?? column.type;
      return coerce(columnReference(column, name ?? '', body.span), target);
    }),
  }));
  const plan: Plan = { kind: 'set', operator: body.operator, all: body.all, columns, inputs };
  const output = first.output.map(({ name }, index) => ({ name, column: columns[index] }));
  return {
    plan,
    output: output.flatMap(({ name, column }) => (column ? [{ name, column }] : [])),
    ordered: false,
    limit: null,
  };
}

/** The branches of a chain of one and the same operation as a list; EXCEPT is not associative and stays a pair. */
function setBranches(body: SetBody): QueryBody[] {
  const branches: QueryBody[] = [];
  let left: QueryBody = body;
  while (left.kind === 'set' && left.operator === body.operator && left.all === body.all) {
    branches.push(left.right);
    left = left.left;
    if (body.operator === 'except') break;
  }
  branches.push(left);
  return branches.toReversed();
}
