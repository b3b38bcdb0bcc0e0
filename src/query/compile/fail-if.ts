/**
 * SQL that fails with a mark where a condition holds. materialize keeps the engine from computing either side of constants before
 * it is known whether any row comes here, and from leaving the test out where both sides are the same constant.
 */
export function failIf(mark: string, failed: string, value: string): string {
  return `if(throwIf(materialize(${failed}), '${mark}'), NULL, materialize(${value}))`;
}
