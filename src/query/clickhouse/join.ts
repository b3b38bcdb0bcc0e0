import { list, raw, sql, type SqlNode } from '../types/index.ts';
import { type Plan, columnsOf, type Typed, some } from '../resolve/index.ts';
import { orderable } from './comparison.ts';
import { type Emitter } from './emitter.ts';

type Join = Extract<Plan, { kind: 'join' }>;

/** A term of a join's condition that the engine can look up: two expressions, each of one side. */
interface Equality {
  readonly left: Typed;
  readonly right: Typed;
}

function termsOf(condition: Typed | null): readonly Typed[] {
  if (condition === null) return [];
  return condition.kind === 'and' ? condition.terms.flatMap(termsOf) : [condition];
}

function uses(value: Typed, ids: ReadonlySet<string>): boolean {
  return some(value, (part) => part.kind === 'column' && ids.has(part.column.id));
}

/**
 * A join. Keys and what else the condition needs are computed in the sides, so that the condition is about plain columns; a
 * condition without a key gets a constant one.
 */
export function joinSelect(emitter: Emitter, plan: Join): SqlNode {
  const [left, right] = [emitter.plan(plan.left), emitter.plan(plan.right)];
  if (plan.type === 'cross' || plan.condition === null) {
    return sql`SELECT * FROM (${left}) AS ${raw(emitter.freshName())} CROSS JOIN (${right}) AS ${raw(emitter.freshName())}`;
  }
  const ids = {
    left: new Set(columnsOf(plan.left).map(({ id }) => id)),
    right: new Set(columnsOf(plan.right).map(({ id }) => id)),
  };
  const equalities: Equality[] = [];
  const others: Typed[] = [];
  for (const term of termsOf(plan.condition)) {
    const equality = asEquality(term, ids.left, ids.right);
    if (equality) equalities.push(equality);
    else others.push(term);
  }
  if (plan.type === 'inner' && equalities.length === 0) {
    const crossed = sql`SELECT * FROM (${left}) AS ${raw(emitter.freshName())} CROSS JOIN (${right}) AS ${raw(emitter.freshName())}`;
    return sql`SELECT * FROM (${crossed}) WHERE ${list(
      others.map((term) => sql`(${emitter.expression(term).node})`),
      ' AND ',
    )}`;
  }
  const keys = equalities.map(({ left: a, right: b }) => ({
    left: orderable(emitter.expression(a), a.type),
    right: orderable(emitter.expression(b), b.type),
  }));
  if (keys.length === 0) keys.push({ left: sql`1`, right: sql`1` });
  const named = keys.map((key) => ({
    ...key,
    names: { left: raw(emitter.freshName()), right: raw(emitter.freshName()) },
  }));
  const side = (which: 'left' | 'right', inner: SqlNode) => {
    const made = named.map((key) => sql`${key[which]} AS ${key.names[which]}`);
    const star = ids[which].size > 0 ? [raw('*')] : [];
    return sql`(SELECT ${[...star, ...made]} FROM (${inner}))`;
  };
  const tests = named.map(({ names }) => sql`${names.left} = ${names.right}`);
  const more = others.map((term) => sql`(${emitter.expression(term).node})`);
  const on = list([...tests, ...more], ' AND ');
  const columns = [...ids.left, ...ids.right].map(raw);
  const kept = columns.length === 0 ? sql`1` : list(columns);
  const join = raw(`${plan.type.toUpperCase()} JOIN`);
  return sql`SELECT ${kept} FROM ${side('left', left)} AS ${raw(emitter.freshName())} ${join} ${side('right', right)} AS ${raw(emitter.freshName())} ON ${on}`;
}

function asEquality(term: Typed, left: ReadonlySet<string>, right: ReadonlySet<string>): Equality | null {
  if (term.kind !== 'comparison' || term.operator !== '=') return null;
  const nested = ['array', 'map', 'row'].includes(term.left.type.kind);
  if (nested || some(term, (part) => 'plan' in part)) return null;
  const [a, b] = [term.left, term.right];
  if (uses(a, left) && !uses(a, right) && uses(b, right) && !uses(b, left)) return { left: a, right: b };
  if (uses(a, right) && !uses(a, left) && uses(b, left) && !uses(b, right)) return { left: b, right: a };
  return null;
}
