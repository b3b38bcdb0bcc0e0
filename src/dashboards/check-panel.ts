import { type Diagnostic, nearest, type Result, said, type Said, worded } from '../base/index.ts';
import { compileSearch, compileStatement, type StatementContext } from '../query/index.ts';
import { type BoundStatement, bindVariables } from './bind.ts';
import type { Dashboard, Panel } from './form.ts';
import { findPlaceholders, type Placeholder } from './placeholders.ts';
import { problem } from './problem.ts';
import { placedBefore } from './replaced-text.ts';
import { variableValues } from './variables.ts';
import { wholeStatement } from './whole-statement.ts';

/** Logs and clusters that statements may name. */
export type CheckContext = Partial<Pick<StatementContext, 'logs' | 'clusters'>>;

/**
 * How far a statement is looked into. Compiling it takes ten milliseconds, and a hundred times that of what was made to be large; parsing
 * its search and finding its placeholders takes next to nothing.
 */
export type Depth = 'parsed' | 'compiled';

/** What is wrong with a member of a panel, such as `['columns', 0, 'name']`. Places are those within the member's text. */
export interface Finding {
  readonly path: readonly (string | number)[];
  readonly diagnostic: Diagnostic;
}

type Variables = Dashboard['variables'];

/** What stands for a caller: names and types do not depend on who asks. */
const anyone: StatementContext = {
  range: { fromMicros: 0, toMicros: 3_600_000_000 },
  scope: { clusterIds: null, namespaces: null, bodies: true },
  clusters: [],
  timeZone: 'UTC',
  nowMicros: 0,
};

/** Checks what the form alone does not say: that statement and drill-down compile, and that they, columns and thresholds name what there is. */
export function checkPanel(
  panel: Panel,
  variables: Variables,
  context: CheckContext = {},
  depth: Depth = 'compiled',
): readonly Finding[] {
  const { diagnostics, columns } = checkStatement(wholeStatement(panel), variables, context, depth);
  const findings: Finding[] = diagnostics.map((diagnostic) => ({ path: ['statement'], diagnostic }));
  // Without columns, what names them cannot be judged.
  if (!columns) return findings;
  findings.push(...columnFindings(panel, columns));
  const searches = [
    { path: ['drillDown'], text: panel.drillDown },
    ...(panel.columns ?? []).map(({ drillDown }, index) => ({
      path: ['columns', index, 'drillDown'],
      text: drillDown,
    })),
  ];
  for (const { path, text } of searches) {
    if (text === undefined) continue;
    const found = checkDrillDown(text, { variables, columns, context });
    findings.push(...found.map((diagnostic): Finding => ({ path, diagnostic })));
  }
  return findings;
}

type Columns = readonly { readonly name: string; readonly type: string }[];

/** Checks a statement with the defaults of its variables; gives its columns where it compiles. */
export function checkStatement(
  statement: string,
  variables: Variables,
  context: CheckContext = {},
  depth: Depth = 'compiled',
): { readonly diagnostics: readonly Diagnostic[]; readonly columns?: Columns } {
  const undeclared = checkPlaceholders(statement, variables);
  const bound = bindVariables(statement, variableValues({ variables }, {}));
  if (!bound.ok) return { diagnostics: [...undeclared, ...bound.diagnostics] };
  const { search, analysis, searchPlace, analysisPlace } = bound.value;
  if (depth === 'parsed') {
    const missing = analysis === undefined ? [withoutSql(statement)] : [];
    return { diagnostics: [...undeclared, ...bound.diagnostics, ...missing] };
  }
  const searched = compileSearch(search, { clusters: context.clusters ?? [] });
  const diagnostics = [
    ...undeclared,
    ...bound.diagnostics,
    ...placedBefore(searched.diagnostics, { before: searchPlace }),
  ];
  if (analysis === undefined) return { diagnostics: [...diagnostics, withoutSql(statement)] };
  const compiled = compileStatement(analysis, { ...anyone, ...context });
  const found = context.logs ? compiled.diagnostics : compiled.diagnostics.filter((one) => !isAboutLogstore(one));
  const all = [...diagnostics, ...placedBefore(found, { before: analysisPlace })];
  return compiled.ok ? { diagnostics: all, columns: compiled.value.columns } : { diagnostics: all };
}

/** Which logstores there are depends on who runs the dashboard, and is found out then. */
function isAboutLogstore({ code, message }: Diagnostic): boolean {
  return code === 'table-not-found' && message.includes("'audit-");
}

function withoutSql({ length }: string): Diagnostic {
  const message = said`There is no analysis: write \`search | SELECT …\``;
  return { code: 'no-analysis', severity: 'error', ...worded(message), from: 0, to: length };
}

/** What placeholders name that is not declared, and their defaults that do not count. */
function checkPlaceholders(statement: string, variables: Variables): readonly Diagnostic[] {
  return firstOfEach(placeholdersOf(statement)).flatMap((placeholder): Diagnostic[] => {
    const { name, fallback } = placeholder;
    const declared = variables.find((variable) => variable.name === name);
    if (!declared) {
      const names = variables.map((variable) => variable.name);
      return [unknownVariable(placeholder, said`the dashboard has no variable "${name}"`, names)];
    }
    if (fallback === undefined || fallback === declared.default) return [];
    const message = said`the default "${fallback}" is never used: that of the variable "${name}" is "${declared.default}"`;
    return [{ ...problem('variable-default-unused', placeholder, message), severity: 'warning' }];
  });
}

/** Of those with the same name and default the first alone. */
function firstOfEach(placeholders: readonly Placeholder[]): readonly Placeholder[] {
  const byText = new Map(
    placeholders.toReversed().map((placeholder) => [`${placeholder.name}|${placeholder.fallback ?? ''}`, placeholder]),
  );
  return [...byText.values()].toReversed();
}

function placeholdersOf(text: string): readonly Placeholder[] {
  const found = findPlaceholders(text);
  return found.ok ? found.value : [];
}

function unknownVariable(placeholder: Placeholder, message: Said, names: readonly string[]): Diagnostic {
  const near = nearest(placeholder.name, names);
  return problem('unknown-variable', placeholder, message, near === null ? undefined : said`did you mean ${near}?`);
}

function columnFindings({ columns = [], thresholds = [], match }: Panel, given: Columns): readonly Finding[] {
  // What `match` makes of the rows has columns of its own.
  if (match !== undefined) return [];
  const names = given.map(({ name }) => name);
  const named = [
    ...columns.map(({ name }, index) => ({ name, path: ['columns', index, 'name'] })),
    ...thresholds.map(({ column }, index) => ({ name: column, path: ['thresholds', index, 'column'] })),
  ];
  return named
    .filter(({ name }) => !names.includes(name))
    .map(({ name, path }) => {
      const near = nearest(name, names) ?? names.join(', ');
      const span = { from: 0, to: name.length };
      const message = said`the statement gives no column "${name}"`;
      return { path, diagnostic: problem('unknown-column', span, message, said`it gives ${near}`) };
    });
}

interface DrillDownContext {
  readonly variables: Variables;
  readonly columns: Columns;
  readonly context: CheckContext;
}

function checkDrillDown(text: string, { variables, columns, context }: DrillDownContext): readonly Diagnostic[] {
  const names = [...columns, ...variables].map(({ name }) => name);
  const unknown = firstOfEach(placeholdersOf(text)).filter(({ name }) => !names.includes(name));
  if (unknown.length > 0) {
    return unknown.map((placeholder) => {
      const message = said`neither a column nor a variable is called "${placeholder.name}"`;
      return unknownVariable(placeholder, message, names);
    });
  }
  const samples = Object.fromEntries(columns.map(({ name }) => [name, '1']));
  const bound: Result<BoundStatement> = bindVariables(text, { ...variableValues({ variables }, {}), ...samples });
  if (!bound.ok) return bound.diagnostics;
  const { search, analysis, searchPlace, analysisPlace } = bound.value;
  const searched = compileSearch(search, { clusters: context.clusters ?? [] });
  const listed = analysis === undefined ? undefined : compileStatement(analysis, { ...anyone, ...context });
  return [
    ...bound.diagnostics,
    ...placedBefore(searched.diagnostics, { before: searchPlace }),
    ...placedBefore(listed?.diagnostics ?? [], { before: analysisPlace }),
  ];
}
