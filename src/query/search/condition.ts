import { list, sql, type SqlNode } from '../types/index.ts';

/** Holds for every event. */
export const always = sql`1`;

/** Holds for no event. */
export const never = sql`0`;

/** All of these conditions. */
export function every(conditions: readonly SqlNode[]): SqlNode {
  return joined(conditions, ' AND ', always);
}

/** One of these conditions. */
export function any(conditions: readonly SqlNode[]): SqlNode {
  return joined(conditions, ' OR ', never);
}

function joined(conditions: readonly SqlNode[], operator: string, none: SqlNode): SqlNode {
  const telling = conditions.filter((condition) => condition !== none);
  const [first] = telling;
  if (first === undefined) return none;
  return telling.length === 1 ? first : sql`(${list(telling, operator)})`;
}
