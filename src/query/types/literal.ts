/** Writes a constant of ours as a ClickHouse string literal. Text of users is bound instead (parameters.ts). */
export function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t').replaceAll('\f', '\\f')}'`;
}
