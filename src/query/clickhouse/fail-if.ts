import { raw, sql, type SqlNode } from '../types/index.ts';

/**
 * SQL that fails with a mark where a condition holds. materialize keeps the engine from computing either side of constants before
 * it is known whether any row comes here, and from leaving the test out where both sides are the same constant. Within a lambda
 * the test names its variable: the engine computes what does not depend on it outside, where no condition within the lambda guards it.
 */
export function failIf(mark: SqlNode, failed: SqlNode, value: SqlNode, variable: string | null): SqlNode {
  const test = variable === null ? failed : sql`or(ignore(${raw(variable)}), ${failed})`;
  return sql`if(throwIf(materialize(${test}), ${mark}), NULL, materialize(${value}))`;
}
