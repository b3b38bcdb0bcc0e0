import { said } from '../../base/index.ts';
import { type Expression, type Select, type SelectItem, type SortItem, checkLimit, reject } from '../sql/index.ts';
import { type Analysis, type CompareWindows, type ExpressionPlace, type QueryNames, plainPlace } from './analysis.ts';
import { findCompareOffsets, resolveCompareSource } from './compare.ts';
import { type ResolvedGrouping, groupingCall, resolveGrouping } from './grouping.ts';
import type { AggregateAssignment, Assignment, Plan, WindowAssignment } from './plan.ts';
import { liftAggregation, liftWindows } from './lift.ts';
import { resolveRelation, scanLog } from './relation.ts';
import type { OutputColumn, ResolvedQuery } from './resolved-query.ts';
import { type Scope, type ScopeField, columnReference, emptyScope } from './scope.ts';
import { replaceKeys } from './replace-keys.ts';
import { expandRowFunctions } from './row-functions.ts';
import { resolveCondition } from './special-form.ts';
import { fillTimeSeries, findTimeSeries } from './time-series.ts';
import type { Column, SortKey, Typed } from './typed.ts';
import { isComparable, typeText, types } from '../types/index.ts';
import { mapAggregate } from './walk.ts';

interface Item {
  readonly name: string | null;
  /** Null for a column that `*` stands for. */
  readonly expression: Expression | null;
  readonly field: ScopeField | null;
}

interface ResolvedItem {
  readonly name: string | null;
  readonly value: Typed;
}

/** Everything of a SELECT that is computed from its rows or groups. */
interface Parts {
  readonly items: readonly ResolvedItem[];
  readonly having: Typed | null;
  readonly order: readonly SortKey[];
  readonly windows: readonly WindowAssignment[];
}

/** Resolves a SELECT with the ORDER BY that belongs to it. */
export function resolveSelect(
  analysis: Analysis,
  written: Select,
  orderBy: readonly SortItem[],
  names: QueryNames,
): ResolvedQuery {
  const select = expandRowFunctions(written);
  const source = resolveSource(analysis, select, orderBy, names);
  const base: ExpressionPlace = {
    ...plainPlace(source.scope, names, said`WHERE clause`),
    namedWindows: new Map(select.windows.map(({ name, window }) => [name.name.toLowerCase(), window])),
    compare: source.compare,
  };
  let plan = source.plan;
  if (select.where) {
    const condition = resolveCondition(analysis, select.where, base, said`WHERE clause`);
    plan = { kind: 'filter', source: plan, condition };
  }
  const items = expandItems(select, source.scope);
  checkLimit('columns', orderBy.length, select.span);
  const aliases = aliasesOf(select);
  const selected = items.map((item) => item.expression);
  const grouping = select.groupBy
    ? resolveGrouping(analysis, select.groupBy, selected, {
        ...base,
        clause: said`GROUP BY clause`,
        aliases: plainAliases(analysis, aliases),
      })
    : null;
  const setColumn = grouping?.sets ? analysis.newColumn(types.integer, false) : null;
  const aggregates = new Map<string, AggregateAssignment>();
  const windows: WindowAssignment[] = [];
  const place: ExpressionPlace = {
    ...base,
    clause: said`SELECT clause`,
    aggregates,
    windows,
    grouping: grouping && ((args, span) => groupingCall(analysis, args, grouping, setColumn, span)),
  };
  const values = items.map((item): ResolvedItem => ({ name: item.name, value: resolveItem(analysis, item, place) }));
  const having =
    select.having &&
    resolveCondition(
      analysis,
      select.having,
      { ...place, clause: said`HAVING clause`, aliases, windows: null },
      said`HAVING clause`,
    );
  const order = orderBy.map((item) =>
    resolveOrder(analysis, item, values, { ...place, clause: said`ORDER BY clause`, aliases }),
  );
  const parts: Parts = { items: values, having, order, windows };
  const isGrouped = grouping !== null || aggregates.size > 0;
  if (!isGrouped)
    return finish(analysis, select, having ? { kind: 'filter', source: plan, condition: having } : plan, parts);
  return finishGrouped(analysis, select, plan, { grouping, aggregates: [...aggregates.values()], setColumn }, parts);
}

interface Source {
  readonly plan: Plan;
  readonly scope: Scope;
  readonly compare: CompareWindows | null;
}

function resolveSource(analysis: Analysis, select: Select, orderBy: readonly SortItem[], names: QueryNames): Source {
  if (select.from) {
    const offsets = findCompareOffsets([select.items, select.having, orderBy]);
    if (offsets.length > 0) return resolveCompareSource(analysis, select, select.from, offsets, names);
    return { ...resolveRelation(analysis, select.from, names), compare: null };
  }
  if (names.implicitLog) return { ...scanLog(analysis, { kind: 'log' }, 'log', names), compare: null };
  return { plan: { kind: 'values', columns: [], rows: [[]] }, scope: emptyScope(names.outer), compare: null };
}

function expandItems(select: Select, scope: Scope): Item[] {
  const items: Item[] = [];
  for (const item of select.items) {
    items.push(...expandItem(item, scope));
    checkLimit('columns', items.length, item.span);
  }
  return items;
}

function expandItem(item: SelectItem, scope: Scope): Item[] {
  if (item.kind === 'expression') {
    return [{ name: item.alias?.name ?? impliedName(item.value), expression: item.value, field: null }];
  }
  const wanted = item.qualifier?.name.toLowerCase();
  const fits = (qualifier: string | null) => wanted === undefined || qualifier?.toLowerCase() === wanted;
  const fields = scope.fields.filter((field) => fits(field.qualifier) && (wanted !== undefined || !field.hidden));
  for (const relation of scope.open) {
    if (!fits(relation.qualifier)) continue;
    fields.push(...relation.names.flatMap((name) => relation.resolve(name) ?? []));
  }
  if (fields.length === 0) {
    if (item.qualifier) reject('table-not-found', said`Table '${item.qualifier.name}' is not in FROM`, item.span);
    reject('column-not-found', said`SELECT * not allowed in queries without FROM clause`, item.span);
  }
  return fields.map((field) => ({ name: field.name, expression: null, field }));
}

function impliedName(expression: Expression): string | null {
  return expression.kind === 'name' ? (expression.parts.at(-1)?.name ?? null) : null;
}

function aliasesOf(select: Select): Map<string, Expression> {
  const aliases = new Map<string, Expression>();
  for (const item of select.items) {
    if (item.kind !== 'expression' || !item.alias) continue;
    const name = item.alias.name.toLowerCase();
    if (!aliases.has(name)) aliases.set(name, item.value);
  }
  return aliases;
}

/** Aliases that GROUP BY may mean: those without aggregates and windows. */
function plainAliases(analysis: Analysis, aliases: ReadonlyMap<string, Expression>): Map<string, Expression> {
  return new Map([...aliases].filter(([, value]) => !hasAggregate(analysis, value)));
}

function hasAggregate(analysis: Analysis, value: unknown): boolean {
  if (Array.isArray(value)) return value.some((part) => hasAggregate(analysis, part));
  if (typeof value !== 'object' || value === null) return false;
  if ('kind' in value && value.kind === 'call' && 'name' in value && typeof value.name === 'string') {
    const kind = analysis.functions.find(value.name)?.kind;
    if (kind === 'aggregate' || kind === 'window') return true;
  }
  return Object.values(value).some((part) => hasAggregate(analysis, part));
}

function resolveItem(analysis: Analysis, item: Item, place: ExpressionPlace): Typed {
  if (item.expression) return analysis.expression(item.expression, place);
  if (!item.field) throw new Error('BUG: a SELECT item without a value');
  return columnReference(item.field.column, item.field.name ?? '', { from: 0, to: 0 });
}

function resolveOrder(
  analysis: Analysis,
  item: SortItem,
  values: readonly ResolvedItem[],
  place: ExpressionPlace,
): SortKey {
  if (item.value.kind !== 'integer') return analysis.sortKey(item, place);
  const chosen = values[Number(item.value.text) - 1];
  if (!chosen) {
    reject(
      'invalid-column-reference',
      said`ORDER BY position ${item.value.text} is not in select list`,
      item.value.span,
    );
  }
  return { value: chosen.value, descending: item.descending, nulls: item.nulls ?? 'last' };
}

interface Grouped {
  readonly grouping: ResolvedGrouping | null;
  readonly aggregates: readonly AggregateAssignment[];
  readonly setColumn: Column | null;
}

function finishGrouped(
  analysis: Analysis,
  select: Select,
  source: Plan,
  grouped: Grouped,
  parts: Parts,
): ResolvedQuery {
  const { grouping, aggregates, setColumn } = grouped;
  const series = grouping && findTimeSeries(analysis, grouping.keys);
  const keys = (grouping?.keys ?? []).map((value, index): Assignment => {
    return index === series?.index ? series.bucket : { column: analysis.newColumn(value.type, true), value };
  });
  const lifted = liftAggregation(analysis, source, { keys, aggregates });
  const aggregation: Extract<Plan, { kind: 'aggregate' }> = {
    kind: 'aggregate',
    ...lifted,
    sets: grouping?.sets ?? null,
    setColumn,
    global: grouping === null || grouping.keys.length === 0,
  };
  const filled = series ? fillTimeSeries(analysis, aggregation, series) : null;
  const plan = filled?.plan ?? aggregation;
  const replace = replaceKeys(
    analysis,
    source,
    keys,
    series && filled ? { value: series.call, column: filled.text } : null,
  );
  // The printed time sorts by the time that it stands for.
  const byBucket = (value: Typed): Typed =>
    series && value.kind === 'column' && value.column === filled?.text
      ? columnReference(series.bucket.column, '', value.span)
      : value;
  const windows = parts.windows.map((window) => ({
    ...window,
    call: mapAggregate(window.call, replace),
    partitionBy: window.partitionBy.map(replace),
    orderBy: window.orderBy.map((key) => ({ ...key, value: replace(key.value) })),
  }));
  const items = parts.items.map(({ name, value }) => ({ name, value: replace(value) }));
  const order = parts.order.map((key) => ({ ...key, value: byBucket(replace(key.value)) }));
  const having = parts.having && replace(parts.having);
  const filtered: Plan = having ? { kind: 'filter', source: plan, condition: having } : plan;
  return finish(analysis, select, filtered, { items, having, order, windows });
}

/** Windows, the SELECT list, DISTINCT and ORDER BY. */
function finish(analysis: Analysis, select: Select, source: Plan, parts: Parts): ResolvedQuery {
  let plan = source;
  if (parts.windows.length > 0) {
    const lifted = liftWindows(analysis, plan, parts.windows);
    plan = { kind: 'window', source: lifted.source, functions: lifted.windows };
  }
  const made: Assignment[] = [];
  const prints = new Map<string, Column>();
  const columnOf = (value: Typed): Column => {
    if (value.kind === 'column') return value.column;
    const print = analysis.fingerprints.of(value);
    const known = prints.get(print);
    if (known) return known;
    const column = analysis.newColumn(value.type, true);
    prints.set(print, column);
    made.push({ column, value });
    return column;
  };
  const output = parts.items.map(({ name, value }): OutputColumn => ({ name, column: columnOf(value) }));
  const selected = new Set(output.map(({ column }) => column.id));
  const order = parts.order.map((key): SortKey => {
    const column = columnOf(key.value);
    if (select.distinct && !selected.has(column.id)) {
      reject(
        'not-in-select-list',
        said`For SELECT DISTINCT, ORDER BY expressions must appear in select list`,
        key.value.span,
      );
    }
    return { ...key, value: columnReference(column, '', key.value.span) };
  });
  if (made.length > 0) plan = { kind: 'project', source: plan, items: made, keep: true };
  if (select.distinct) plan = { kind: 'distinct', source: plan, columns: distinctColumns(parts.items, output) };
  if (order.length > 0) plan = { kind: 'sort', source: plan, keys: order };
  return { plan, output, ordered: order.length > 0, limit: null };
}

function distinctColumns(items: readonly ResolvedItem[], output: readonly OutputColumn[]): Column[] {
  for (const { value } of items) {
    if (!isComparable(value.type)) {
      reject(
        'type-mismatch',
        said`DISTINCT can only be applied to comparable types (actual: ${typeText(value.type)})`,
        value.span,
      );
    }
  }
  return [...new Map(output.map(({ column }) => [column.id, column])).values()];
}
