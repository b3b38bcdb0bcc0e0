import { unreachable } from '../../base/index.ts';
import { literal as quote, nullableEngineType, type Type } from '../types/index.ts';
import { columnsOf, type Plan, type WindowAssignment, type Column, type Typed } from '../resolve/index.ts';
import { emitAggregate } from './aggregate.ts';
import { type Emitter } from './emitter.ts';
import { printFill } from './fill.ts';
import { printJoin } from './join.ts';
import { printSortKeys } from './sort.ts';
import { printUnnest } from './unnest.ts';
import { printWindow } from './window.ts';

type Of<K extends Plan['kind']> = Extract<Plan, { kind: K }>;

/** Prints a plan as a SELECT statement whose columns carry the ids of the plan's columns. */
export function printPlan(emitter: Emitter, plan: Plan): string {
  switch (plan.kind) {
    case 'scan':
      return emitter.scan(plan);
    case 'values':
      return printValues(emitter, plan);
    case 'filter':
      return `SELECT * FROM (${emitter.plan(plan.source)}) WHERE ${emitter.expression(plan.condition).text}`;
    case 'project':
      return printProject(emitter, plan);
    case 'aggregate':
      return printAggregation(emitter, plan);
    case 'fill':
      return printFill(emitter, plan);
    case 'window':
      return printWindows(emitter, plan);
    case 'distinct': {
      const columns = plan.columns.map((column) => groupable(column.id, column.type, column.id));
      return `SELECT DISTINCT ${columns.join(', ')} FROM (${emitter.plan(plan.source)})`;
    }
    case 'sort':
      return `SELECT * FROM (${emitter.plan(plan.source)}) ORDER BY ${printSortKeys(emitter, plan.keys)}`;
    case 'limit':
      return printLimit(emitter, plan);
    case 'join':
      return printJoin(emitter, plan);
    case 'unnest':
      return printUnnest(emitter, plan);
    case 'set':
      return printSet(emitter, plan);
    default:
      return unreachable(plan);
  }
}

/** Prints `LIMIT`; zero rows are a limit too. */
export function limitText(offset: number, count: number | null): string {
  const limit = count === null ? '' : ` LIMIT ${count}`;
  return offset > 0 ? `${limit} OFFSET ${offset}` : limit;
}

function printLimit(emitter: Emitter, plan: Of<'limit'>): string {
  const tail = limitText(plan.offset, plan.count);
  if (plan.source.kind === 'sort') return `${emitter.plan(plan.source)}${tail}`;
  return `SELECT * FROM (${emitter.plan(plan.source)})${tail}`;
}

function printValues(emitter: Emitter, plan: Of<'values'>): string {
  if (plan.columns.length === 0) return `SELECT 1 AS ${emitter.freshName()}`;
  if (plan.rows.length === 1) {
    const cells = plan.columns.map((column, index) => cell(emitter, plan.rows[0]?.[index], column));
    return `SELECT ${cells.map((text, index) => `${text} AS ${plan.columns[index]?.id}`).join(', ')}`;
  }
  const rows = plan.rows.map((row) => {
    return `tuple(${plan.columns.map((column, index) => cell(emitter, row[index], column)).join(', ')})`;
  });
  const name = emitter.freshName();
  const columns = plan.columns.map((column, index) => `tupleElement(${name}, ${index + 1}) AS ${column.id}`);
  return `SELECT ${columns.join(', ')} FROM (SELECT arrayJoin([${rows.join(', ')}]) AS ${name})`;
}

function cell(emitter: Emitter, value: Typed | undefined, column: Column): string {
  const text = value ? emitter.expression(value).text : 'NULL';
  if (column.type.kind === 'unknown') return "CAST(NULL, 'Nullable(String)')";
  return `CAST(${text}, ${quote(nullableEngineType(column.type))})`;
}

/** Gives an untyped NULL a type, so that the engine can compute with the column. */
function named(emitter: Emitter, value: Typed, column: Column): string {
  if (value.type.kind === 'unknown') return `CAST(NULL, 'Nullable(String)') AS ${column.id}`;
  return `${emitter.expression(value).text} AS ${column.id}`;
}

function printProject(emitter: Emitter, plan: Of<'project'>): string {
  const items = plan.items.map(({ column, value }) => named(emitter, value, column));
  const all = plan.keep && columnsOf(plan.source).length > 0 ? ['*', ...items] : items;
  return `SELECT ${all.length === 0 ? '1' : all.join(', ')} FROM (${emitter.plan(plan.source)})`;
}

/** A key to group or to tell apart by: NaNs are one value, and so are 0 and -0. */
function groupable(text: string, type: Type, alias: string): string {
  if (type.kind === 'double' || type.kind === 'real') {
    return `if(isNaN(${text}), ${type.kind === 'real' ? 'toFloat32(nan)' : 'nan'}, plus(${text}, ${type.kind === 'real' ? 'toFloat32(0)' : '0.'})) AS ${alias}`;
  }
  return text === alias ? text : `${text} AS ${alias}`;
}

function printAggregation(emitter: Emitter, plan: Of<'aggregate'>): string {
  const keys = plan.keys.map(({ column, value }) => {
    const text = value.type.kind === 'unknown' ? "CAST(NULL, 'Nullable(String)')" : emitter.expression(value).text;
    return groupable(text, value.type, column.id);
  });
  const aggregates = plan.aggregates.map(
    ({ column, call }) => `${emitAggregate(emitter, call, null).text} AS ${column.id}`,
  );
  const source = emitter.plan(plan.source);
  if (plan.sets !== null && plan.setColumn !== null) {
    return printGroupingSets(emitter, plan, { keys, aggregates, source, setColumn: plan.setColumn, sets: plan.sets });
  }
  const made = [...keys, ...aggregates];
  const list = made.length === 0 ? [`count() AS ${emitter.freshName()}`] : made;
  const groupBy = plan.keys.length === 0 ? '' : ` GROUP BY ${plan.keys.map(({ column }) => column.id).join(', ')}`;
  return `SELECT ${list.join(', ')} FROM (${source})${groupBy}`;
}

interface GroupingSets {
  readonly keys: readonly string[];
  readonly aggregates: readonly string[];
  readonly source: string;
  readonly setColumn: Column;
  readonly sets: readonly (readonly number[])[];
}

/** One aggregation for each set: the sets may repeat, and the empty one has a row even over no rows. */
function printGroupingSets(emitter: Emitter, plan: Of<'aggregate'>, parts: GroupingSets): string {
  const { keys, aggregates, source, setColumn, sets } = parts;
  const branches = sets.map((set, number) => {
    const columns = plan.keys.map(({ column }, index) =>
      set.includes(index)
        ? (keys[index] ?? '')
        : `CAST(NULL, ${quote(column.type.kind === 'unknown' ? 'Nullable(String)' : nullableEngineType(column.type))}) AS ${column.id}`,
    );
    const made = [...columns, ...aggregates, `toInt32(${number}) AS ${setColumn.id}`];
    const by = set.map((index) => plan.keys[index]?.column.id).join(', ');
    // Without a key and without an aggregate there would be a row for each row.
    const list = by === '' && aggregates.length === 0 ? [...made, `count() AS ${emitter.freshName()}`] : made;
    return `SELECT ${list.join(', ')} FROM (${source})${by === '' ? '' : ` GROUP BY ${by}`}`;
  });
  const names = [...plan.keys, ...plan.aggregates].map(({ column }) => column.id);
  const wrapped = branches.map((branch) => `SELECT ${[...names, setColumn.id].join(', ')} FROM (${branch})`);
  return wrapped.join(' UNION ALL ');
}

function printWindows(emitter: Emitter, plan: Of<'window'>): string {
  // Rows without columns still have windows; a plain star would have nothing to stand for.
  const source = emitter.plan(plan.source);
  const star = columnsOf(plan.source).length > 0 ? ['*'] : [];
  const items = plan.functions.map((item: WindowAssignment) => `${printWindow(emitter, item)} AS ${item.column.id}`);
  return `SELECT ${[...star, ...items].join(', ')} FROM (${source})`;
}

function printSet(emitter: Emitter, plan: Of<'set'>): string {
  const branches = plan.inputs.map(({ plan: input, values }) => {
    const items = values.map((value, index) => {
      const column = plan.columns[index];
      if (!column) throw new Error('BUG: a set operation with too many columns');
      const type = column.type.kind === 'unknown' ? 'Nullable(String)' : nullableEngineType(column.type);
      const text = value.type.kind === 'unknown' ? 'NULL' : emitter.expression(value).text;
      const cast = `CAST(${text}, ${quote(type)})`;
      return plan.all ? `${cast} AS ${column.id}` : groupable(cast, column.type, column.id);
    });
    return `SELECT ${items.join(', ')} FROM (${emitter.plan(input)})`;
  });
  const operator = `${plan.operator.toUpperCase()} ${plan.all ? 'ALL' : 'DISTINCT'}`;
  if (plan.operator === 'union' || !plan.all) return branches.map((branch) => `(${branch})`).join(` ${operator} `);
  return branches.map((branch) => `(${branch})`).join(` ${plan.operator.toUpperCase()} `);
}
