import { sql, lambda, type SqlNode } from '../types/index.ts';
/** SQL of the texts of a ClickHouse array with a separator between them. The engine's own function takes only a constant one. */
export function joinTexts(items: SqlNode, separator: SqlNode): SqlNode {
  if (separator.kind === 'parameter' || separator.kind === 'literal')
    return sql`arrayStringConcat(${items}, ${separator})`;
  const joined = sql`arrayStringConcat(arrayMap(${lambda('i', sql`concat(${separator}, ifNull(i, ''))`)}, ${items}))`;
  return sql`substring(${joined}, plus(length(${separator}), 1))`;
}
