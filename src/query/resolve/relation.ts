import { nearest, type Span, unreachable, said } from '../../base/index.ts';
import { type Identifier, type Relation, type TableAlias, reject } from '../sql/index.ts';
import { type Analysis, type QueryNames, plainPlace } from './analysis.ts';
import type { LogSource, Plan } from './plan.ts';
import { resolveJoin } from './join.ts';
import type { ResolvedQuery } from './resolved-query.ts';
import { type OpenRelation, type Scope, type ScopeField, emptyScope } from './scope.ts';
import type { Column } from './typed.ts';
import { resolveUnnest } from './unnest.ts';

/** A relation: its plan and the names that reach its columns. */
export interface ResolvedRelation {
  readonly plan: Plan;
  readonly scope: Scope;
}

/** Resolves what stands in FROM. */
export function resolveRelation(analysis: Analysis, relation: Relation, names: QueryNames): ResolvedRelation {
  switch (relation.kind) {
    case 'table':
      return resolveTable(analysis, relation, names);
    case 'query': {
      const query = analysis.query(relation.query, { ...names, outer: names.outer, implicitLog: false });
      return fromQuery(query, relation.alias, names, relation.span);
    }
    case 'unnest':
      return resolveUnnest(analysis, relation, null, plainPlace(emptyScope(names.outer), names, 'UNNEST'));
    case 'join':
      return resolveJoin(analysis, relation, names, resolveRelation);
    default:
      return unreachable(relation);
  }
}

function resolveTable(
  analysis: Analysis,
  relation: Extract<Relation, { kind: 'table' }>,
  names: QueryNames,
): ResolvedRelation {
  const name = relation.parts.map((part) => part.name).join('.');
  const named = relation.parts.length === 1 ? names.named.get(name.toLowerCase()) : undefined;
  if (named) {
    const [first] = relation.parts;
    const alias = relation.alias ?? (first ? { name: first, columns: null } : null);
    return fromQuery(named(), alias, names, relation.span);
  }
  const source = relation.parts.length === 1 ? analysis.log.resolveLog(name) : undefined;
  if (!source) {
    const suggestion = nearest(name, ['log', 'operations', 'history', ...analysis.log.logNames, ...names.named.keys()]);
    const message =
      suggestion === null
        ? said`Table '${name}' does not exist`
        : said`Table '${name}' does not exist; did you mean '${suggestion}'?`;
    reject('table-not-found', message, relation.span);
  }
  if (relation.alias?.columns) {
    reject('unsupported-syntax', said`The columns of a log cannot be renamed in FROM`, relation.span);
  }
  return scanLog(analysis, source, relation.alias?.name.name ?? name, names);
}

/** A scan of a log; its columns come as names ask for them. */
export function scanLog(analysis: Analysis, source: LogSource, qualifier: string, names: QueryNames): ResolvedRelation {
  const plan: Extract<Plan, { kind: 'scan' }> = { kind: 'scan', source, shiftSeconds: names.shiftSeconds, columns: [] };
  const made = new Map<string, ScopeField>();
  const columns = new Map<string, Column>();
  const resolve = (name: string): ScopeField | undefined => {
    const key = name.toLowerCase();
    const known = made.get(name) ?? made.get(key);
    if (known) return known;
    const found = analysis.log.resolveField(name);
    if (!found) return undefined;
    const print = JSON.stringify(found.field);
    const same = columns.get(print);
    const column = same ?? analysis.newColumn(found.type, found.nullable);
    if (!same) {
      columns.set(print, column);
      plan.columns.push({ column, field: found.field });
    }
    const field: ScopeField = { qualifier, name: found.field.kind === 'field' ? found.field.field.name : name, column };
    made.set(name, field);
    return field;
  };
  const open: OpenRelation = { qualifier, names: analysis.log.fieldNames, resolve };
  return { plan, scope: { fields: [], open: [open], outer: names.outer } };
}

function fromQuery(query: ResolvedQuery, alias: TableAlias | null, names: QueryNames, span: Span): ResolvedRelation {
  const columnNames = renamed(query, alias, span);
  const fields = query.output.map(({ column }, index): ScopeField => {
    return { qualifier: alias?.name.name ?? null, name: columnNames[index] ?? null, column };
  });
  return { plan: query.plan, scope: { fields, open: [], outer: names.outer } };
}

function renamed(query: ResolvedQuery, alias: TableAlias | null, span: Span): readonly (string | null)[] {
  if (!alias?.columns) return query.output.map(({ name }) => name);
  checkCount(alias.columns, alias.name.name, query.output.length, span);
  return alias.columns.map((column) => column.name);
}

/** Refuses a list of column names that is longer or shorter than the relation is wide. */
export function checkCount(columns: readonly Identifier[], name: string, count: number, span: Span): void {
  if (columns.length === count) return;
  reject(
    'column-count',
    said`Column alias list has ${columns.length} entries but '${name}' has ${count} columns available`,
    span,
  );
}
