import { said } from '../../base/index.ts';
import { type Identifier, type Relation, checkLimit, reject } from '../sql/index.ts';
import { type Analysis, type QueryNames, plainPlace } from './analysis.ts';
import { compare } from './expression.ts';
import type { Assignment, Plan } from './plan.ts';
import { type Scope, type ScopeField, columnReference, resolveName } from './scope.ts';
import { resolveCondition } from './special-form.ts';
import type { Typed } from './typed.ts';
import { types } from '../types/index.ts';
import { resolveUnnest } from './unnest.ts';
import { coerceAll } from './coerce.ts';

type Join = Extract<Relation, { kind: 'join' }>;
interface Resolved {
  readonly plan: Plan;
  readonly scope: Scope;
}
type ResolveRelation = (analysis: Analysis, relation: Relation, names: QueryNames) => Resolved;

/** Resolves a join. UNNEST on its right side sees the columns of its left side. */
export function resolveJoin(
  analysis: Analysis,
  join: Join,
  names: QueryNames,
  resolveRelation: ResolveRelation,
): Resolved {
  analysis.joined();
  const left = resolveRelation(analysis, join.left, names);
  if (join.right.kind === 'unnest') return joinUnnest(analysis, join, join.right, left, names);
  if (join.right.kind === 'query' && join.right.lateral) {
    reject('unsupported-syntax', said`LATERAL is not supported`, join.right.span);
  }
  const right = resolveRelation(analysis, join.right, names);
  if (join.type !== 'cross' && !join.condition) reject('syntax-error', said`A join needs ON or USING`, join.span);
  const sides = {
    left: { ...left, scope: join.type === 'right' || join.type === 'full' ? withNulls(left.scope) : left.scope },
    right: { ...right, scope: join.type === 'left' || join.type === 'full' ? withNulls(right.scope) : right.scope },
  };
  if (join.condition?.kind === 'on') {
    const condition = resolveCondition(
      analysis,
      join.condition.condition,
      plainPlace(combine(left.scope, right.scope), names, said`JOIN clause`),
      said`JOIN ON clause`,
    );
    const plan: Plan = { kind: 'join', type: join.type, left: left.plan, right: right.plan, condition };
    return { plan, scope: combine(sides.left.scope, sides.right.scope) };
  }
  if (!join.condition) {
    const plan: Plan = { kind: 'join', type: 'cross', left: left.plan, right: right.plan, condition: null };
    return { plan, scope: combine(left.scope, right.scope) };
  }
  const columns =
    join.condition.kind === 'using' ? join.condition.columns : commonColumns(left.scope, right.scope, join);
  checkLimit('columns', columns.length, join.span);
  return joinUsing(analysis, join, columns, { left, right });
}

function combine(left: Scope, right: Scope): Scope {
  return { fields: [...left.fields, ...right.fields], open: [...left.open, ...right.open], outer: left.outer };
}

function nullable(field: ScopeField): ScopeField {
  return { ...field, column: { ...field.column, nullable: true } };
}

/** The same names for columns that an outer join may fill with NULL. */
function withNulls(scope: Scope): Scope {
  return {
    fields: scope.fields.map(nullable),
    open: scope.open.map((relation) => ({
      ...relation,
      resolve: (name) => {
        const field = relation.resolve(name);
        return field && nullable(field);
      },
    })),
    outer: scope.outer,
  };
}

function joinUnnest(
  analysis: Analysis,
  join: Join,
  unnest: Extract<Relation, { kind: 'unnest' }>,
  left: Resolved,
  names: QueryNames,
): Resolved {
  const condition = join.condition?.kind === 'on' ? join.condition.condition : null;
  const always = condition?.kind === 'boolean' && condition.value;
  const allowed = join.type === 'cross' || ((join.type === 'left' || join.type === 'inner') && always);
  if (!allowed)
    reject('unsupported-syntax', said`UNNEST is joined by CROSS JOIN, or by LEFT JOIN … ON true`, join.span);
  return resolveUnnest(analysis, unnest, left, plainPlace(left.scope, names, 'UNNEST'), join.type === 'left');
}

function commonColumns(left: Scope, right: Scope, join: Join): Identifier[] {
  if (left.open.length > 0 || right.open.length > 0) {
    reject(
      'unsupported-syntax',
      said`NATURAL JOIN of a log is not supported`,
      join.span,
      said`name the columns with USING`,
    );
  }
  const has = (name: string) => right.fields.some((field) => field.name?.toLowerCase() === name.toLowerCase());
  return left.fields.flatMap((field) =>
    field.name !== null && has(field.name) ? [{ name: field.name, quoted: true, span: join.span }] : [],
  );
}

/** USING: the columns are equal on both sides and appear once, before the others. */
function joinUsing(
  analysis: Analysis,
  join: Join,
  columns: readonly Identifier[],
  sides: { readonly left: Resolved; readonly right: Resolved },
): Resolved {
  const terms: Typed[] = [];
  const merged: Assignment[] = [];
  const fields: ScopeField[] = [];
  const hidden = new Set<string>();
  for (const column of columns) {
    const [left, right] = [sides.left, sides.right].map((side) => {
      const found = resolveName({ ...side.scope, outer: null }, [column], column.span);
      if (!found)
        return reject(
          'column-not-found',
          said`Column '${column.name}' is missing from a side of the join`,
          column.span,
        );
      hidden.add(found.field.column.id);
      return columnReference(found.field.column, column.name, column.span);
    });
    if (!left || !right) continue;
    terms.push(compare(left, '=', right, column.span));
    const order = join.type === 'right' ? [right, left] : [left, right];
    const { values, type } = coerceAll(order.map(nullableReference), said`The columns of USING`, column.span);
    const made = analysis.newColumn(type, true);
    merged.push({ column: made, value: { kind: 'coalesce', items: values, type, span: column.span } });
    fields.push({ qualifier: null, name: column.name, column: made });
  }
  const condition: Typed = { kind: 'and', terms, type: types.boolean, span: join.span };
  const type = terms.length === 0 ? 'cross' : join.type;
  const joined: Plan = {
    kind: 'join',
    type,
    left: sides.left.plan,
    right: sides.right.plan,
    condition: terms.length === 0 ? null : condition,
  };
  const plan: Plan = { kind: 'project', source: joined, items: merged, keep: true };
  const rest = combine(sides.left.scope, sides.right.scope);
  const hide = (field: ScopeField): ScopeField => ({
    ...field,
    column: { ...field.column, nullable: true },
    hidden: hidden.has(field.column.id),
  });
  const open = rest.open.map((relation) => ({
    ...relation,
    resolve: (name: string) => {
      if (columns.some((column) => column.name.toLowerCase() === name.toLowerCase())) return undefined;
      const field = relation.resolve(name);
      return field && hide(field);
    },
  }));
  return { plan, scope: { fields: [...fields, ...rest.fields.map(hide)], open, outer: rest.outer } };
}

function nullableReference(value: Typed): Typed {
  return value.kind === 'column' ? { ...value, column: { ...value.column, nullable: true } } : value;
}
