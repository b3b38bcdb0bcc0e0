import { scan, splitStatement } from '../../query/index.ts';

const field = 'auditid';

/**
 * Whether the values of a column are audit ids: the field itself, or what a statement of the rule calls it (`auditID as "Event ID"`). An
 * expression over it is something else.
 */
export function isAuditId(column: string, statements: readonly string[]): boolean {
  const own = column.replace(/^\$\d\./, '');
  return statements.some((statement) => {
    const { analysis } = splitStatement(statement);
    return analysis === undefined ? own.toLowerCase() === field : isGivenAs(own, analysis.text);
  });
}

function isGivenAs(column: string, sql: string): boolean {
  const tokens = scan(sql).map(({ kind, text }) =>
    kind === 'quoted' ? text.slice(1, -1).replaceAll('""', '"') : text,
  );
  return tokens.some((token, index) => {
    if (token.toLowerCase() !== field || !/^(?:,|select|distinct)$/i.test(tokens[index - 1] ?? '')) return false;
    const hasAs = /^as$/i.test(tokens[index + 1] ?? '');
    const next = tokens[index + (hasAs ? 2 : 1)];
    const isBare = !hasAs && (next === undefined || /^(?:,|from|where|group|order|limit)$/i.test(next));
    return isBare ? column.toLowerCase() === field : next === column;
  });
}
