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
 * Prints a join. Keys and what else the condition needs are computed in the sides, so that the condition is about plain columns; a
 * condition without a key gets a constant one.
 */
export function printJoin(emitter: Emitter, plan: Join): string {
  const [left, right] = [emitter.plan(plan.left), emitter.plan(plan.right)];
  if (plan.type === 'cross' || plan.condition === null) {
    return `SELECT * FROM (${left}) AS ${emitter.freshName()} CROSS JOIN (${right}) AS ${emitter.freshName()}`;
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
    const crossed = `SELECT * FROM (${left}) AS ${emitter.freshName()} CROSS JOIN (${right}) AS ${emitter.freshName()}`;
    return `SELECT * FROM (${crossed}) WHERE ${others.map((term) => `(${emitter.expression(term).text})`).join(' AND ')}`;
  }
  const keys = equalities.map(({ left: a, right: b }) => ({
    left: orderable(emitter.expression(a), a.type),
    right: orderable(emitter.expression(b), b.type),
  }));
  if (keys.length === 0) keys.push({ left: '1', right: '1' });
  const names = keys.map(() => ({ left: emitter.freshName(), right: emitter.freshName() }));
  const side = (which: 'left' | 'right', inner: string) => {
    const made = keys.map((key, index) => `${key[which]} AS ${names[index]?.[which]}`);
    const star = ids[which].size > 0 ? ['*'] : [];
    return `(SELECT ${[...star, ...made].join(', ')} FROM (${inner}))`;
  };
  const tests = names.map((name) => `${name.left} = ${name.right}`);
  const more = others.map((term) => `(${emitter.expression(term).text})`);
  const on = [...tests, ...more].join(' AND ');
  const kept = [...ids.left, ...ids.right].join(', ') || '1';
  const join = `${plan.type.toUpperCase()} JOIN`;
  return `SELECT ${kept} FROM ${side('left', left)} AS ${emitter.freshName()} ${join} ${side('right', right)} AS ${emitter.freshName()} ON ${on}`;
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
