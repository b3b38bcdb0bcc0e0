import { type Result, fail, isAccepted, ok } from '../../base/index.ts';
import { always, compileSearch, parseSearch, splitStatement } from '../search/index.ts';
import { type CompiledStatement, type StatementContext, compileStatement } from './statement.ts';

/**
 * Compiles a whole query `search | SQL` for a caller. Diagnostics have their places in `text`. A query without an analysis is
 * an error here: that is a search alone.
 */
export function compileQuery(text: string, context: StatementContext): Result<CompiledStatement> {
  const { search, analysis } = splitStatement(text);
  if (!analysis) {
    const message = 'There is no analysis: write `search | SELECT …`';
    return fail({ code: 'no-analysis', severity: 'error', message, from: 0, to: text.length });
  }
  const parsed = parseSearch(search.text);
  if (!parsed.ok) return parsed;
  const { condition, diagnostics } = compileSearch(parsed.value, { clusters: context.clusters });
  const warnings = [...parsed.diagnostics, ...diagnostics];
  if (!isAccepted(warnings)) return fail(...warnings);
  const compiled = compileStatement(analysis.text, context, {
    offset: analysis.span.from,
    search: condition === always ? null : condition,
  });
  if (!compiled.ok) return fail(...warnings, ...compiled.diagnostics);
  return ok(compiled.value, [...warnings, ...compiled.diagnostics]);
}
