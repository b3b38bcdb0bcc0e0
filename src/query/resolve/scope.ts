import { nearest, type Span, said } from '../../base/index.ts';
import { type Identifier, reject } from '../sql/index.ts';
import type { Column, Typed } from './typed.ts';

/** A column as a name can reach it. */
export interface ScopeField {
  readonly qualifier: string | null;
  readonly name: string | null;
  readonly column: Column;
  /** Whether only a qualified name reaches it, as the right side's column after USING. */
  readonly hidden?: boolean;
}

/** A relation whose columns are made when they are asked for: the log. */
export interface OpenRelation {
  readonly qualifier: string;
  /** The names that `*` stands for and suggestions come from. */
  readonly names: readonly string[];
  /** Makes, or finds again, the column of a name; undefined where there is none. */
  readonly resolve: (name: string) => ScopeField | undefined;
}

/** The names that an expression can use. */
export interface Scope {
  readonly fields: readonly ScopeField[];
  readonly open: readonly OpenRelation[];
  /** The query around a subquery. */
  readonly outer: Scope | null;
}

/** A scope without names. */
export function emptyScope(outer: Scope | null): Scope {
  return { fields: [], open: [], outer };
}

function sameName(left: string | null, right: string): boolean {
  return left !== null && left.toLowerCase() === right.toLowerCase();
}

/** The fields of each list by their names in lower case, made when the first of them is looked for. */
const fieldsByName = new WeakMap<readonly ScopeField[], ReadonlyMap<string | undefined, readonly ScopeField[]>>();

function fieldsOf(scope: Scope, name: string): readonly ScopeField[] {
  const known = fieldsByName.get(scope.fields) ?? Map.groupBy(scope.fields, (field) => field.name?.toLowerCase());
  fieldsByName.set(scope.fields, known);
  return known.get(name.toLowerCase()) ?? [];
}

/** Finds what a single, maybe qualified name can mean in one scope, without its outer ones. */
function lookUp(scope: Scope, qualifier: string | null, name: string): ScopeField[] {
  const found = fieldsOf(scope, name).filter((field) =>
    qualifier === null ? field.hidden !== true : sameName(field.qualifier, qualifier),
  );
  for (const relation of scope.open) {
    if (qualifier !== null && !sameName(relation.qualifier, qualifier)) continue;
    const field = relation.resolve(name);
    if (field) found.push(field);
  }
  return found;
}

function one(found: readonly ScopeField[], name: string, span: Span): ScopeField | undefined {
  const [first, second] = found;
  if (first && second && found.some((field) => field.column.id !== first.column.id)) {
    reject(
      'ambiguous-column',
      said`Column '${name}' is ambiguous`,
      span,
      said`put the name of its table and a point before it`,
    );
  }
  return first;
}

/**
 * Resolves a name of one or more parts: a column, a column of a table by the table's name, or a flattened field such as
 * `objectRef.name` without its quotes. What the name leaves over are members of a row. Undefined where nothing has that name.
 */
export function resolveName(
  scope: Scope,
  parts: readonly Identifier[],
  span: Span,
): { readonly field: ScopeField; readonly members: readonly Identifier[] } | undefined {
  for (let current: Scope | null = scope; current !== null; current = current.outer) {
    const found = resolveIn(current, parts, span);
    if (found) return found;
  }
  return undefined;
}

function resolveIn(scope: Scope, parts: readonly Identifier[], span: Span) {
  const names = parts.map((part) => part.name);
  const [first = '', second] = names;
  if (second !== undefined) {
    const qualified = one(lookUp(scope, first, second), names.join('.'), span);
    if (qualified) return { field: qualified, members: parts.slice(2) };
    const flattened = one(lookUp(scope, first, names.slice(1).join('.')), names.join('.'), span);
    if (flattened) return { field: flattened, members: [] };
    const whole = one(lookUp(scope, null, names.join('.')), names.join('.'), span);
    if (whole) return { field: whole, members: [] };
  }
  const field = one(lookUp(scope, null, first), first, span);
  const isRow = field?.column.type.kind === 'row';
  return field && (second === undefined || isRow) ? { field, members: parts.slice(1) } : undefined;
}

/** Refuses a name that nothing has, and names the nearest that something has. */
export function rejectName(
  scope: Scope,
  parts: readonly Identifier[],
  span: Span,
  more: readonly string[] = [],
): never {
  const name = parts.map((part) => part.name).join('.');
  const known: string[] = [...more];
  for (let current: Scope | null = scope; current !== null; current = current.outer) {
    known.push(...current.fields.flatMap((field) => field.name ?? []), ...current.open.flatMap((open) => open.names));
  }
  const suggestion = nearest(name, known);
  return reject(
    'column-not-found',
    suggestion === null
      ? said`Column '${name}' cannot be resolved`
      : said`Column '${name}' cannot be resolved; did you mean '${suggestion}'?`,
    span,
    parts[0]?.quoted === true && suggestion === null ? said`text is written in single quotes: 'text'` : undefined,
  );
}

/** A reference to a column. */
export function columnReference(column: Column, name: string, span: Span): Typed {
  return { kind: 'column', column, type: column.type, span, name };
}
