import type { Diagnostic } from '../../base/index.ts';
import { compileSearch, parseSearch, splitStatement } from '../search/index.ts';
import { compileQuery, type StatementContext } from '../clickhouse/index.ts';

/** What stands for a caller in the editor: names and types do not depend on who asks. */
const anyone: StatementContext = {
  range: { fromMicros: 0, toMicros: 3_600_000_000 },
  scope: { clusterIds: null, namespaces: null, bodies: true },
  clusters: [],
  timeZone: 'UTC',
  nowMicros: 0,
};

/** Diagnoses a query `search | SQL`, or a search alone, without an engine: the editor's marks as it is typed. */
export function statementDiagnostics(
  text: string,
  context: Pick<StatementContext, 'logs' | 'clusters'> = { clusters: [] },
): readonly Diagnostic[] {
  const { search, analysis } = splitStatement(text);
  if (analysis) return compileQuery(text, { ...anyone, ...context }).diagnostics;
  const parsed = parseSearch(search.text);
  if (!parsed.ok) return parsed.diagnostics;
  const { diagnostics } = compileSearch(parsed.value, { clusters: context.clusters });
  return [...parsed.diagnostics, ...diagnostics];
}
