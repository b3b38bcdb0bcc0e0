import { type Diagnostic, fail, messageOf, ok, type Result, said, type Span, worded } from '../base/index.ts';
import {
  buildSearch,
  parseSearch,
  printQuery,
  printSearch,
  type SearchNode,
  splitStatement,
  type StatementPart,
} from '../query/index.ts';
import { bindSearch } from './bind-search.ts';
import { bindSql } from './bind-sql.ts';
import { filterConditions, type Filters } from './filters.ts';
import { type BoundValue, findPlaceholders, type MarkedStatement, markPlaceholders, valuesOf } from './placeholders.ts';
import { placedBefore } from './replaced-text.ts';

/** What is put into the statements of a dashboard. */
export interface Bindings {
  readonly filters?: Filters | undefined;
  /** By name. A placeholder whose variable is not given has its default. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
}

/** A statement with its values: a search, and SQL where it has some. */
export interface BoundStatement {
  /** The author's search alone, without the filters. */
  readonly search: SearchNode;
  readonly analysis: string | undefined;
  /** Where something in `search` stands in the author's text. */
  readonly searchPlace: (span: Span) => Span;
  /** Where something in `analysis` stands in the author's text. */
  readonly analysisPlace: (span: Span) => Span;
}

/**
 * Puts filters and variables into a statement `search | SQL`, and prints it whole: it runs as it stands. Values are values of the tree of
 * the search and tokens of the SQL; no text of theirs is ever read as a part of the statement. Problems have their places in the
 * author's text.
 */
export function bindStatement(statement: string, { filters = {}, variables = {} }: Bindings): Result<string> {
  const conditions = filterConditions(filters);
  const bound = bindVariables(statement, variables);
  if (!conditions.ok || !bound.ok) return fail(...conditions.diagnostics, ...bound.diagnostics);
  const { search, analysis } = bound.value;
  return printed(every([...conditions.value, search]), analysis, bound.diagnostics);
}

/** Puts variables into a statement. */
export function bindVariables(statement: string, variables: Readonly<Record<string, string>>): Result<BoundStatement> {
  const placeholders = findPlaceholders(statement);
  if (!placeholders.ok) return placeholders;
  const values = valuesOf(placeholders.value, variables);
  if (!values.ok) return values;
  const marked = markPlaceholders(statement, placeholders.value);
  const { search, analysis } = splitStatement(marked.text);
  const boundSearch = bindSearchPart(search, marked, values.value);
  if (!analysis) {
    if (!boundSearch.ok) return boundSearch;
    const places = { searchPlace: marked.before, analysisPlace: marked.before };
    return ok({ search: boundSearch.value, analysis: undefined, ...places }, boundSearch.diagnostics);
  }
  const { from: offset } = analysis.span;
  const inStatement = (span: Span): Span => marked.before({ from: span.from + offset, to: span.to + offset });
  const boundSql = bindSql(analysis.text, marked, values.value);
  if (!boundSearch.ok || !boundSql.ok) {
    return fail(...boundSearch.diagnostics, ...placedBefore(boundSql.diagnostics, { before: inStatement }));
  }
  const { text, before } = boundSql.value;
  return ok(
    {
      search: boundSearch.value,
      analysis: text,
      searchPlace: marked.before,
      analysisPlace: (span) => inStatement(before(span)),
    },
    boundSearch.diagnostics,
  );
}

/** All of these; what finds everything adds nothing, and what is all of something is taken apart. */
export function every(searches: readonly SearchNode[]): SearchNode {
  return buildSearch.every(
    searches.flatMap((search) => (search.kind === 'all' ? [] : search.kind === 'and' ? search.items : [search])),
  );
}

/** Prints a search, with its SQL, and checks that it can be read again: with many values it may be longer than is read. */
export function printed(
  search: SearchNode,
  analysis: string | undefined,
  warnings: readonly Diagnostic[] = [],
): Result<string> {
  const text = printSearch(search);
  const again = parseSearch(text);
  if (!again.ok) {
    const hint = said`choose fewer or shorter values`;
    return fail(
      ...again.diagnostics.map((diagnostic) => {
        const { code, severity } = diagnostic;
        return { code, severity, ...worded(messageOf(diagnostic), hint) };
      }),
    );
  }
  return ok(analysis === undefined ? text : printQuery(search, analysis.trimStart()), warnings);
}

function bindSearchPart(
  { text }: StatementPart,
  marked: MarkedStatement,
  values: readonly BoundValue[],
): Result<SearchNode> {
  const parsed = parseSearch(text);
  const bound = parsed.ok ? bindSearch(parsed.value, marked, values) : parsed;
  // The search is the beginning of the statement, so places in it are places in the statement.
  const warnings = parsed.ok ? parsed.diagnostics : [];
  const diagnostics = placedBefore([...warnings, ...bound.diagnostics], marked);
  return bound.ok ? ok(bound.value, diagnostics) : fail(...diagnostics);
}
