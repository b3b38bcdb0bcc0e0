import { unreachable } from '../../base/index.ts';
import { list, literal as quote, nullableEngineType, raw, sql, type SqlNode, type Type } from '../types/index.ts';
import { columnsOf, type Plan, type WindowAssignment, type Column, type Typed } from '../resolve/index.ts';
import { emitAggregate } from './aggregate.ts';
import { type Emitter } from './emitter.ts';
import { fillSelect } from './fill.ts';
import { joinSelect } from './join.ts';
import { sortKeys } from './sort.ts';
import { unnestSelect } from './unnest.ts';
import { windowCall } from './window.ts';

type Of<K extends Plan['kind']> = Extract<Plan, { kind: K }>;

/** Makes a SELECT statement of a plan, whose columns carry the ids of the plan's columns. */
export function selectOf(emitter: Emitter, plan: Plan): SqlNode {
  switch (plan.kind) {
    case 'scan':
      return emitter.scan(plan);
    case 'values':
      return valuesSelect(emitter, plan);
    case 'filter':
      return filtered(emitter, plan);
    case 'project':
      return projection(emitter, plan);
    case 'aggregate':
      return aggregation(emitter, plan);
    case 'fill':
      return fillSelect(emitter, plan);
    case 'window':
      return windows(emitter, plan);
    case 'distinct': {
      const columns = plan.columns.map(({ id, type }) => {
        const made = groupable(raw(id), type);
        return type.kind === 'real' || type.kind === 'double' ? sql`${made} AS ${raw(id)}` : made;
      });
      return sql`SELECT DISTINCT ${columns} FROM (${emitter.plan(plan.source)})`;
    }
    case 'sort':
      return sql`SELECT * FROM (${emitter.plan(plan.source)}) ORDER BY ${sortKeys(emitter, plan.keys)}`;
    case 'limit':
      return limited(emitter, plan);
    case 'join':
      return joinSelect(emitter, plan);
    case 'unnest':
      return unnestSelect(emitter, plan);
    case 'set':
      return setOperation(emitter, plan);
    default:
      return unreachable(plan);
  }
}

/** ` LIMIT …`; zero rows are a limit too. */
export function limitOf(offset: number, count: number | null): SqlNode {
  const limit = count === null ? sql`` : sql` LIMIT ${count}`;
  return offset > 0 ? sql`${limit} OFFSET ${offset}` : limit;
}

/** Beyond these many calls a condition costs more than what it would rule out before it is grouped. */
const dearCondition = 8;
/** A LIMIT that all rows are within: the engine computes no condition below it that stands above it. */
const allRows = 2n ** 63n - 1n;

/** The engine computes a condition on keys of groups for each row that is grouped. A dear one is computed for each group. */
function filtered(emitter: Emitter, { source, condition }: Of<'filter'>): SqlNode {
  const [inner, { node }] = [emitter.plan(source), emitter.expression(condition)];
  const isGrouped = node.calls > dearCondition && isOfGroups(source);
  return sql`SELECT * FROM (${inner}${isGrouped ? sql` LIMIT ${allRows}` : sql``}) WHERE ${node}`;
}

/** Whether a plan's rows are groups, maybe with columns that are computed from theirs. */
function isOfGroups(plan: Plan): boolean {
  if (plan.kind === 'filter' || plan.kind === 'project') return isOfGroups(plan.source);
  return plan.kind === 'distinct' || (plan.kind === 'aggregate' && plan.sets === null);
}

function limited(emitter: Emitter, plan: Of<'limit'>): SqlNode {
  const tail = limitOf(plan.offset, plan.count);
  if (plan.source.kind === 'sort') return sql`${emitter.plan(plan.source)}${tail}`;
  return sql`SELECT * FROM (${emitter.plan(plan.source)})${tail}`;
}

function valuesSelect(emitter: Emitter, plan: Of<'values'>): SqlNode {
  if (plan.columns.length === 0) return sql`SELECT 1 AS ${raw(emitter.freshName())}`;
  if (plan.rows.length === 1) {
    const [row = []] = plan.rows;
    const cells = plan.columns.map((column, index) => sql`${cell(emitter, row[index], column)} AS ${raw(column.id)}`);
    return sql`SELECT ${cells}`;
  }
  const rows = plan.rows.map((row) => {
    return sql`tuple(${plan.columns.map((column, index) => cell(emitter, row[index], column))})`;
  });
  const name = raw(emitter.freshName());
  const columns = plan.columns.map((column, index) => sql`tupleElement(${name}, ${index + 1}) AS ${raw(column.id)}`);
  return sql`SELECT ${columns} FROM (SELECT arrayJoin([${rows}]) AS ${name})`;
}

function cell(emitter: Emitter, value: Typed | undefined, column: Column): SqlNode {
  const made = value ? emitter.expression(value).node : sql`NULL`;
  if (column.type.kind === 'unknown') return sql`CAST(NULL, 'Nullable(String)')`;
  return sql`CAST(${made}, ${quote(nullableEngineType(column.type))})`;
}

/** Gives an untyped NULL a type, so that the engine can compute with the column. */
function named(emitter: Emitter, value: Typed, column: Column): SqlNode {
  if (value.type.kind === 'unknown') return sql`CAST(NULL, 'Nullable(String)') AS ${raw(column.id)}`;
  return sql`${emitter.expression(value).node} AS ${raw(column.id)}`;
}

function projection(emitter: Emitter, plan: Of<'project'>): SqlNode {
  const items = plan.items.map(({ column, value }) => named(emitter, value, column));
  const all = plan.keep && columnsOf(plan.source).length > 0 ? [raw('*'), ...items] : items;
  return sql`SELECT ${all.length === 0 ? 1 : all} FROM (${emitter.plan(plan.source)})`;
}

/** A key to group or to tell apart by: NaNs are one value, and so are 0 and -0. */
function groupable(value: SqlNode, type: Type): SqlNode {
  if (type.kind === 'real') return sql`if(isNaN(${value}), toFloat32(nan), plus(${value}, toFloat32(0)))`;
  return type.kind === 'double' ? sql`if(isNaN(${value}), nan, plus(${value}, 0.))` : value;
}

function aggregation(emitter: Emitter, plan: Of<'aggregate'>): SqlNode {
  const keys = plan.keys.map(({ column, value }) => {
    const isNull = value.type.kind === 'unknown';
    const made = isNull ? sql`CAST(NULL, 'Nullable(String)')` : emitter.expression(value).node;
    const isColumn = value.kind === 'column' && value.column.id === column.id;
    const key = groupable(made, value.type);
    return isColumn && key === made ? key : sql`${key} AS ${raw(column.id)}`;
  });
  const aggregates = plan.aggregates.map(
    ({ column, call }) => sql`${emitAggregate(emitter, call, null).node} AS ${raw(column.id)}`,
  );
  const source = emitter.plan(plan.source);
  if (plan.sets !== null && plan.setColumn !== null) {
    return groupingSets(emitter, plan, { keys, aggregates, source, setColumn: plan.setColumn, sets: plan.sets });
  }
  const made = [...keys, ...aggregates];
  const list = made.length === 0 ? [sql`count() AS ${raw(emitter.freshName())}`] : made;
  const groupBy = plan.keys.length === 0 ? sql`` : sql` GROUP BY ${plan.keys.map(({ column }) => raw(column.id))}`;
  return sql`SELECT ${list} FROM (${source})${groupBy}`;
}

interface GroupingSets {
  readonly keys: readonly SqlNode[];
  readonly aggregates: readonly SqlNode[];
  readonly source: SqlNode;
  readonly setColumn: Column;
  readonly sets: readonly (readonly number[])[];
}

/** One aggregation for each set: the sets may repeat, and the empty one has a row even over no rows. */
function groupingSets(emitter: Emitter, plan: Of<'aggregate'>, parts: GroupingSets): SqlNode {
  const { keys, aggregates, source, setColumn, sets } = parts;
  const branches = sets.map((set, number) => {
    const columns = plan.keys.map(({ column }, index) =>
      set.includes(index)
        ? (keys[index] ?? sql`NULL`)
        : sql`CAST(NULL, ${quote(column.type.kind === 'unknown' ? 'Nullable(String)' : nullableEngineType(column.type))}) AS ${raw(column.id)}`,
    );
    const made = [...columns, ...aggregates, sql`toInt32(${number}) AS ${raw(setColumn.id)}`];
    const by = set.flatMap((index) => plan.keys[index]?.column ?? []).map(({ id }) => raw(id));
    // Without a key and without an aggregate there would be a row for each row.
    const list =
      by.length === 0 && aggregates.length === 0 ? [...made, sql`count() AS ${raw(emitter.freshName())}`] : made;
    return sql`SELECT ${list} FROM (${source})${by.length === 0 ? sql`` : sql` GROUP BY ${by}`}`;
  });
  const names = [...plan.keys, ...plan.aggregates].map(({ column }) => raw(column.id));
  const wrapped = branches.map((branch) => sql`SELECT ${[...names, raw(setColumn.id)]} FROM (${branch})`);
  return list(wrapped, ' UNION ALL ');
}

function windows(emitter: Emitter, plan: Of<'window'>): SqlNode {
  // Rows without columns still have windows; a plain star would have nothing to stand for.
  const source = emitter.plan(plan.source);
  const star = columnsOf(plan.source).length > 0 ? [raw('*')] : [];
  const items = plan.functions.map(
    (item: WindowAssignment) => sql`${windowCall(emitter, item)} AS ${raw(item.column.id)}`,
  );
  return sql`SELECT ${[...star, ...items]} FROM (${source})`;
}

function setOperation(emitter: Emitter, plan: Of<'set'>): SqlNode {
  const branches = plan.inputs.map(({ plan: input, values }) => {
    const items = values.map((value, index) => {
      const column = plan.columns[index];
      if (!column) throw new Error('BUG: a set operation with too many columns');
      const type = column.type.kind === 'unknown' ? 'Nullable(String)' : nullableEngineType(column.type);
      const made = value.type.kind === 'unknown' ? sql`NULL` : emitter.expression(value).node;
      const cast = sql`CAST(${made}, ${quote(type)})`;
      return sql`${plan.all ? cast : groupable(cast, column.type)} AS ${raw(column.id)}`;
    });
    return sql`(SELECT ${items} FROM (${emitter.plan(input)}))`;
  });
  const operator = plan.operator.toUpperCase();
  // The engine's INTERSECT and EXCEPT keep repeated rows, and know no ALL.
  const quantifier = plan.all ? (plan.operator === 'union' ? ' ALL' : '') : ' DISTINCT';
  return list(branches, ` ${operator}${quantifier} `);
}
