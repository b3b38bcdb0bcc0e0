import { lambda, type Operand, raw, sql, subquery } from '../types/index.ts';
import { type Plan, columnsOf, planExpressions, sourcesOf, type Typed, some } from '../resolve/index.ts';
import { comparisons, equality, orderable } from './comparison.ts';
import type { Emitter } from './emitter.ts';
import { startNaming } from './names.ts';

type Of<K extends Typed['kind']> = Extract<Typed, { kind: K }>;

/** Whether a plan uses columns of the query around it. */
export function isCorrelated(plan: Plan): boolean {
  const own = new Set<string>();
  const used = new Set<string>();
  collect(plan, own, used);
  return [...used].some((id) => !own.has(id));
}

function collect(plan: Plan, own: Set<string>, used: Set<string>): void {
  for (const { id } of columnsOf(plan)) own.add(id);
  for (const expression of planExpressions(plan)) {
    some(expression, (part) => {
      if (part.kind === 'column') used.add(part.column.id);
      if (part.kind === 'lambda') for (const { id } of part.parameters) own.add(id);
      if ('plan' in part) collect(part.plan, own, used);
      return false;
    });
  }
  for (const source of sourcesOf(plan)) collect(source, own, used);
}

/** `(SELECT …)`: more than one row is the engine's error, none is NULL. */
export function emitScalarQuery(emitter: Emitter, value: Of<'scalar-query'>): Operand {
  const node = subquery(sql`(${emitter.plan(value.plan)})`);
  // The engine gives NULL where a correlated count finds nothing.
  if (isCount(value.plan) && isCorrelated(value.plan)) {
    return { node: sql`ifNull(${node}, toInt64(0))`, nullable: false };
  }
  return { node, nullable: true };
}

function isCount(plan: Plan): boolean {
  if (plan.kind !== 'project' || plan.source.kind !== 'aggregate' || !plan.source.global) return false;
  const [item] = plan.items;
  const value = item?.value;
  if (value?.kind !== 'column') return false;
  const made = plan.source.aggregates.find(({ column }) => column.id === value.column.id);
  return made?.call.function.name === 'count';
}

/** `EXISTS (SELECT …)`. */
export function emitExists(emitter: Emitter, value: Of<'exists'>): Operand {
  return { node: subquery(sql`exists(SELECT 1 FROM (${emitter.plan(value.plan)}))`), nullable: false };
}

/**
 * `value IN (SELECT …)` as SQL has it: unknown where the value is NULL and there are rows, or where it is not found but a NULL is.
 */
export function emitInQuery(emitter: Emitter, value: Of<'in-query'>): Operand {
  const operand = emitter.expression(value.value);
  const [column] = columnsOf(value.plan);
  if (!column) throw new Error('BUG: IN without a column');
  const item: Operand = { node: raw(column.id), nullable: true };
  const inner = emitter.plan(value.plan);
  const naming = startNaming(emitter);
  const name = naming.use(operand);
  if (isCorrelated(value.plan)) {
    const test = equality(item, name, column.type);
    return naming.finish(subquery(sql`exists(SELECT 1 FROM (${inner}) WHERE ${test})`), false);
  }
  const key = orderable(name, column.type);
  const keys = sql`SELECT ${orderable(item, column.type)} FROM (${inner}) WHERE isNotNull(${item.node})`;
  const found = subquery(sql`in(${operand.nullable ? sql`assumeNotNull(${key})` : key}, (${keys}))`);
  const nulls = subquery(sql`(SELECT countIf(isNull(${item.node})) FROM (${inner}))`);
  const rows = subquery(sql`(SELECT count() FROM (${inner}))`);
  const ofNull = operand.nullable ? [sql`isNull(${name.node}), if(equals(${rows}, 0), 0, NULL)`] : [];
  return naming.finish(sql`multiIf(${[...ofNull, sql`${found}, 1, greater(${nulls}, 0), NULL, 0`]})`, true);
}

/** `value > ALL (SELECT …)`: told by the least, the greatest and the number of the rows. */
export function emitQuantified(emitter: Emitter, value: Of<'quantified'>): Operand {
  const [column] = columnsOf(value.plan);
  if (!column) throw new Error('BUG: a quantified comparison without a column');
  const inner = emitter.plan(value.plan);
  const naming = startNaming(emitter);
  const operand = naming.use(emitter.expression(value.value));
  const left = orderable(operand, column.type);
  const right = orderable({ node: raw(column.id), nullable: true }, column.type);
  // Each row's answer as a number; arrays keep the NULLs.
  const answers = naming.name(subquery(sql`(SELECT groupArray(tuple(${right})) FROM (${inner}))`));
  const row = emitter.freshName();
  const compared = sql`${raw(comparisons[value.operator])}(${left}, tupleElement(${raw(row)}, 1))`;
  const each = sql`arrayMap(${lambda(row, compared)}, ${answers})`;
  const [decisive, otherwise] = value.quantifier === 'all' ? [0, 1] : [1, 0];
  const unknown = sql`arrayExists(${lambda('e', sql`isNull(e)`)}, ${each})`;
  return naming.finish(sql`multiIf(has(${each}, ${decisive}), ${decisive}, ${unknown}, NULL, ${otherwise})`, true);
}
