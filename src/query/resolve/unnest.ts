import { said } from '../../base/index.ts';
import { type Relation, reject } from '../sql/index.ts';
import type { Analysis, ExpressionPlace } from './analysis.ts';
import type { Plan } from './plan.ts';
import type { Scope, ScopeField } from './scope.ts';
import type { Column, Typed } from './typed.ts';
import { type Type, typeText, types } from '../types/index.ts';

/** Resolves UNNEST; `source` is what stands before it and what its arrays may come from. */
export function resolveUnnest(
  analysis: Analysis,
  relation: Extract<Relation, { kind: 'unnest' }>,
  source: { readonly plan: Plan; readonly scope: Scope } | null,
  place: ExpressionPlace,
  outer = false,
): { readonly plan: Plan; readonly scope: Scope } {
  const items = relation.items.map((item) => {
    const value = analysis.expression(item, place);
    return { value, columns: elementTypes(value).map((type) => analysis.newColumn(type, true)) };
  });
  const ordinality = relation.ordinality ? analysis.newColumn(types.bigint, outer) : null;
  const columns: Column[] = [...items.flatMap((item) => item.columns), ...(ordinality ? [ordinality] : [])];
  const names = relation.alias?.columns?.map((column) => column.name) ?? null;
  if (names && names.length !== columns.length) {
    reject(
      'column-count',
      said`Column alias list has ${names.length} entries but '${relation.alias?.name.name ?? ''}' has ${columns.length} columns available`,
      relation.span,
    );
  }
  const fields = columns.map((column, index): ScopeField => {
    return { qualifier: relation.alias?.name.name ?? null, name: names?.[index] ?? null, column };
  });
  const plan: Plan = { kind: 'unnest', source: source?.plan ?? null, items, ordinality, outer };
  const before = source?.scope;
  const scope: Scope = {
    fields: [...(before?.fields ?? []), ...fields],
    open: before?.open ?? [],
    outer: before?.outer ?? place.scope.outer,
  };
  return { plan, scope };
}

/** The types of the columns that the elements of a value become. */
function elementTypes(value: Typed): readonly Type[] {
  const { type } = value;
  if (type.kind === 'map') return [type.key, type.value];
  if (type.kind !== 'array') {
    return reject(
      'type-mismatch',
      said`Cannot unnest type: ${typeText(type)}`,
      value.span,
      said`cast it to an array or a map`,
    );
  }
  return type.element.kind === 'row' ? type.element.fields.map((field) => field.type) : [type.element];
}
