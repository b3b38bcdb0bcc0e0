import { type Diagnostic, type Result, fail, ok } from '../../base/index.ts';
import { type Query, Rejection, reject } from '../sql/index.ts';
import type { Analysis, FunctionCatalogue, LogCatalogue } from './analysis.ts';
import { resolveExpression, resolveLambda, resolveSortKey } from './expression.ts';
import { resolveQuery } from './query.ts';
import type { ResolvedQuery } from './resolved-query.ts';

/** The most columns and queries that one statement may come to, once named queries are put in: more is an attack. */
const limits = { columns: 20_000, queries: 500 } as const;

/** Gives the names and types of a parsed statement their meaning. */
export function resolveStatement(
  query: Query,
  environment: {
    readonly functions: FunctionCatalogue;
    readonly log: LogCatalogue;
    readonly timeZone: string;
    readonly rangeSeconds: Analysis['rangeSeconds'];
  },
): Result<ResolvedQuery & { readonly newColumn: Analysis['newColumn'] }> {
  const warnings: Diagnostic[] = [];
  const made = { columns: 0, queries: 0 };
  const analysis: Analysis = {
    ...environment,
    warnings,
    newColumn(type, nullable) {
      made.columns++;
      if (made.columns > limits.columns) tooComplex(query);
      return { id: `c${made.columns}`, type, nullable };
    },
    expression: (expression, place) => resolveExpression(analysis, expression, place),
    lambda: (lambda, parameters, place) => resolveLambda(analysis, lambda, parameters, place),
    sortKey: (item, place) => resolveSortKey(analysis, item, place),
    query(inner, names) {
      made.queries++;
      if (made.queries > limits.queries) tooComplex(query);
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

function tooComplex(query: Query): never {
  return reject('statement-too-complex', 'The statement is too complex: it comes to too many queries', query.span);
}
