import { type Result, fail, isAccepted, ok, said, worded } from '../../base/index.ts';
import { always, buildSearch, compileSearch, parseSearch, type SearchNode, splitStatement } from '../search/index.ts';
import { type CompiledStatement, compileStatement } from './statement.ts';
import type { StatementContext } from './statement-context.ts';

/** A whole query: as people write it, or a search made in code with a statement. */
export type Query = string | { readonly search: SearchNode; readonly statement: string };

/** What a query is compiled for. */
export interface QueryContext extends StatementContext {
  /** What events have to match besides the query's own search. It is a condition beside the search, never a part of its text. */
  readonly filter?: SearchNode | undefined;
}

/** A query with its search parsed, and where its statement stands in the text. */
interface Parts {
  readonly search: SearchNode;
  readonly statement: string;
  readonly offset: number;
}

/**
 * Compiles a whole query `search | SQL` for a caller. Diagnostics have their places in the text; those of a search made in code have
 * none. A query without an analysis is an error here: that is a search alone.
 */
export function compileQuery(query: Query, { filter, ...context }: QueryContext): Result<CompiledStatement> {
  const parts = partsOf(query);
  if (!parts.ok) return parts;
  const { search, statement, offset } = parts.value;
  const whole = filter ? buildSearch.every([filter, search]) : search;
  const { condition, diagnostics } = compileSearch(whole, { clusters: context.clusters, bodies: context.scope.bodies });
  const warnings = [...parts.diagnostics, ...diagnostics];
  if (!isAccepted(warnings)) return fail(...warnings);
  const compiled = compileStatement(statement, context, { offset, search: condition === always ? null : condition });
  if (!compiled.ok) return fail(...warnings, ...compiled.diagnostics);
  return ok(compiled.value, [...warnings, ...compiled.diagnostics]);
}

function partsOf(query: Query): Result<Parts> {
  if (typeof query !== 'string') return ok({ ...query, offset: 0 });
  const { search, analysis } = splitStatement(query);
  if (!analysis) {
    const message = said`There is no analysis: write \`search | SELECT …\``;
    return fail({ code: 'no-analysis', severity: 'error', ...worded(message), from: 0, to: query.length });
  }
  const parsed = parseSearch(search.text);
  if (!parsed.ok) return parsed;
  return ok({ search: parsed.value, statement: analysis.text, offset: analysis.span.from }, parsed.diagnostics);
}
