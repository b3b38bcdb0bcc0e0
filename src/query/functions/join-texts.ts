/** SQL of the texts of a ClickHouse array with a separator between them. The engine's own function takes only a constant one. */
export function joinTexts(items: string, separator: string): string {
  if (/^\{p\d+:String\}$|^'/.test(separator)) return `arrayStringConcat(${items}, ${separator})`;
  const joined = `arrayStringConcat(arrayMap(i -> concat(${separator}, ifNull(i, '')), ${items}))`;
  return `substring(${joined}, plus(length(${separator}), 1))`;
}
