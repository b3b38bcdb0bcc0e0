import { type Plan, columnsOf, planExpressions, type Typed, some } from '../resolve/index.ts';
import { equality, orderable } from './comparison.ts';
import { type Emitted, type Emitter, constantSql } from './emitter.ts';
import { startNaming } from './names.ts';

type Of<K extends Typed['kind']> = Extract<Typed, { kind: K }>;

/** A subquery costs the same wherever its text stands, but is not to be repeated. */
function queried(text: string, nullable: boolean): Emitted {
  return { text, nullable, simple: false, weight: 30, fallible: true };
}

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

function sourcesOf(plan: Plan): readonly Plan[] {
  switch (plan.kind) {
    case 'scan':
    case 'values':
      return [];
    case 'join':
      return [plan.left, plan.right];
    case 'set':
      return plan.inputs.map((input) => input.plan);
    case 'unnest':
      return plan.source ? [plan.source] : [];
    default:
      return [plan.source];
  }
}

/** `(SELECT …)`: more than one row is the engine's error, none is NULL. */
export function emitScalarQuery(emitter: Emitter, value: Of<'scalar-query'>): Emitted {
  const text = `(${emitter.plan(value.plan)})`;
  // The engine gives NULL where a correlated count finds nothing.
  if (isCount(value.plan) && isCorrelated(value.plan)) return queried(`ifNull(${text}, toInt64(0))`, false);
  return queried(text, true);
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
export function emitExists(emitter: Emitter, value: Of<'exists'>): Emitted {
  return queried(`exists(SELECT 1 FROM (${emitter.plan(value.plan)}))`, false);
}

/**
 * `value IN (SELECT …)` as SQL has it: unknown where the value is NULL and there are rows, or where it is not found but a NULL is.
 */
export function emitInQuery(emitter: Emitter, value: Of<'in-query'>): Emitted {
  const operand = emitter.expression(value.value);
  const [column] = columnsOf(value.plan);
  if (!column) throw new Error('BUG: IN without a column');
  const inner = emitter.plan(value.plan);
  const naming = startNaming(emitter);
  const name = naming.use(operand);
  if (isCorrelated(value.plan)) {
    const test = equality(constantSql(column.id, true), name, column.type);
    const made = `exists(SELECT 1 FROM (${inner}) WHERE ${test})`;
    return { ...naming.finish(made, { nullable: false, fallible: true }), weight: 40 };
  }
  const key = orderable(name, column.type);
  const keys = `SELECT ${orderable(constantSql(column.id, true), column.type)} FROM (${inner}) WHERE isNotNull(${column.id})`;
  const found = `in(${operand.nullable ? `assumeNotNull(${key})` : key}, (${keys}))`;
  const nulls = `(SELECT countIf(isNull(${column.id})) FROM (${inner}))`;
  const rows = `(SELECT count() FROM (${inner}))`;
  const ofNull = operand.nullable ? `isNull(${name.text}), if(equals(${rows}, 0), 0, NULL), ` : '';
  const made = `multiIf(${ofNull}${found}, 1, greater(${nulls}, 0), NULL, 0)`;
  return { ...naming.finish(made, { nullable: true, fallible: true }), weight: 60 };
}

/** `value > ALL (SELECT …)`: told by the least, the greatest and the number of the rows. */
export function emitQuantified(emitter: Emitter, value: Of<'quantified'>): Emitted {
  const [column] = columnsOf(value.plan);
  if (!column) throw new Error('BUG: a quantified comparison without a column');
  const inner = emitter.plan(value.plan);
  const naming = startNaming(emitter);
  const operand = naming.use(emitter.expression(value.value));
  const [left, right] = [orderable(operand, column.type), orderable(constantSql(column.id, true), column.type)];
  const sign = {
    '=': 'equals',
    '<>': 'notEquals',
    '<': 'less',
    '<=': 'lessOrEquals',
    '>': 'greater',
    '>=': 'greaterOrEquals',
  }[value.operator];
  // Each row's answer as a number; arrays keep the NULLs.
  const answers = naming.name(`(SELECT groupArray(tuple(${right})) FROM (${inner}))`);
  const lambda = emitter.freshName();
  const each = `arrayMap(${lambda} -> ${sign}(${left}, tupleElement(${lambda}, 1)), ${answers})`;
  const [decisive, otherwise] = value.quantifier === 'all' ? ['0', '1'] : ['1', '0'];
  const made = `multiIf(has(${each}, ${decisive}), ${decisive}, arrayExists(e -> isNull(e), ${each}), NULL, ${otherwise})`;
  return { ...naming.finish(made, { nullable: true, fallible: true }), weight: 60 };
}
