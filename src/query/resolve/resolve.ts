import { type Diagnostic, type Result, fail, ok } from '../../base/index.ts';
import { type Budget, checkLimit, type Query, Rejection } from '../sql/index.ts';
import type { Analysis, FunctionCatalogue, LogCatalogue } from './analysis.ts';
import { createFingerprints } from './fingerprint.ts';
import { resolveExpression, resolveLambda, resolveSortKey } from './expression.ts';
import { resolveQuery } from './query.ts';
import type { ResolvedQuery } from './resolved-query.ts';

/** Gives the names and types of a parsed statement their meaning. */
export function resolveStatement(
  query: Query,
  environment: {
    readonly functions: FunctionCatalogue;
    readonly log: LogCatalogue;
    readonly timeZone: string;
    readonly rangeSeconds: Analysis['rangeSeconds'];
    readonly budget: Budget;
    /** What the ids of its columns begin with. */
    readonly columnPrefix: string;
  },
): Result<ResolvedQuery & { readonly newColumn: Analysis['newColumn'] }> {
  const warnings: Diagnostic[] = [];
  const made = { columns: 0, queries: 0, joins: 0 };
  const analysis: Analysis = {
    ...environment,
    warnings,
    fingerprints: createFingerprints(environment.budget),
    newColumn(type, nullable) {
      made.columns++;
      checkLimit('values', made.columns, query.span);
      return { id: `${environment.columnPrefix}${made.columns}`, type, nullable };
    },
    joined() {
      made.joins++;
      checkLimit('joins', made.joins, query.span);
    },
    expression(expression, place) {
      environment.budget.spend();
      return resolveExpression(analysis, expression, place);
    },
    lambda: (lambda, parameters, place) => resolveLambda(analysis, lambda, parameters, place),
    sortKey: (item, place) => resolveSortKey(analysis, item, place),
    query(inner, names) {
      made.queries++;
      checkLimit('queries', made.queries, inner.span);
      return resolveQuery(analysis, inner, names);
    },
  };
  try {
    const resolved = analysis.query(query, { outer: null, named: new Map(), shiftSeconds: 0, implicitLog: true });
    return ok({ ...resolved, newColumn: (type, nullable) => analysis.newColumn(type, nullable) }, warnings);
  } catch (failure) {
    if (failure instanceof Rejection) return fail(failure.diagnostic);
    throw failure;
  }
}
