import { said } from '../../base/index.ts';
import { reject } from '../sql/index.ts';
import type { Analysis } from './analysis.ts';
import { columnsOf } from './plan-columns.ts';
import type { Assignment, Plan } from './plan.ts';
import { columnReference } from './scope.ts';
import type { Column, Typed } from './typed.ts';
import { mapOperands } from './walk.ts';
import { mapPlan } from './walk-plan.ts';

/**
 * Returns a mapping that puts the columns of an aggregation in the place of its keys, and refuses other columns of the
 * rows that were grouped.
 */
export function replaceKeys(
  analysis: Analysis,
  source: Plan,
  groupedBy: readonly Assignment[],
  more: { readonly value: Typed; readonly column: Column } | null,
): (value: Typed) => Typed {
  const print = (value: Typed): string => analysis.fingerprints.of(value);
  const keys = new Map<string, Column>(groupedBy.map(({ column, value }) => [print(value), column]));
  if (more) keys.set(print(more.value), more.column);
  const grouped = new Set(columnsOf(source).map(({ id }) => id));
  const isKey = keys.size > 0;
  const replace = (value: Typed): Typed => {
    analysis.budget.spend();
    const key = isKey ? keys.get(print(value)) : undefined;
    if (key) return columnReference(key, value.kind === 'column' ? value.name : '', value.span);
    if (value.kind === 'column' && grouped.has(value.column.id)) {
      reject(
        'not-aggregated',
        said`'${value.name}' must be an aggregate expression or appear in GROUP BY clause`,
        value.span,
      );
    }
    const mapped = mapOperands(value, replace);
    if ('plan' in mapped) return { ...mapped, plan: mapPlan(mapped.plan, replace) };
    return mapped;
  };
  return replace;
}
