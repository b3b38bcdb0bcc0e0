import { jsonText } from '../base/index.ts';
import type { AnalysisDeps, Asked } from './deps.ts';
import { type ShownColumn, shownColumns, type StatementQuestion, statementContext } from './statement.ts';

/** Queries over one range. */
export interface TogetherQuestion extends Omit<StatementQuestion, 'query' | 'maxRows'> {
  readonly queries: readonly string[];
}

/** The one row that a query gives. */
export interface RowAnswer {
  readonly columns: readonly ShownColumn[];
  readonly row: readonly unknown[];
}

const limits = { defaultRows: 1, maxRows: 1 };

/**
 * Runs queries `search | SQL` for a caller, those together for which it pays: they look at each event once. Gives by the number of a query
 * what it would give alone; nothing is known of a query that is not among them. Throws what the engine refuses, which says nothing of the
 * queries alone.
 */
export async function runTogether(
  deps: AnalysisDeps,
  { caller, question, signal }: Asked<TogetherQuestion>,
): Promise<ReadonlyMap<number, RowAnswer>> {
  const { queries } = question;
  const context = await statementContext(deps, { caller, question }, limits);
  const compiled = await deps.isolation.take('together', { queries, context }, { caller, signal });
  const answers = (compiled.ok ? compiled.value : []).map(async ({ statement, parts }) => {
    const bytes = await deps.statements.run(statement, signal);
    const answered = await deps.isolation.answer({ bytes, types: statement.types }, { caller, signal });
    if (!answered.ok) return [];
    const [row = []] = JSON.parse(jsonText(answered.value.rows)) as readonly (readonly unknown[])[];
    const columns = shownColumns(statement);
    return parts.map(
      ({ query, from, to }) => [query, { columns: columns.slice(from, to), row: row.slice(from, to) }] as const,
    );
  });
  return new Map((await Promise.all(answers)).flat());
}
