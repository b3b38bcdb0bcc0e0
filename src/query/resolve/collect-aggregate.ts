import type { Analysis } from './analysis.ts';
import type { AggregateAssignment } from './plan.ts';
import { columnReference } from './scope.ts';
import type { AggregateCall, Typed } from './typed.ts';

/** Leaves an aggregate to the SELECT, once however often it is written, and returns the column that it becomes. */
export function collectAggregate(
  analysis: Analysis,
  aggregates: Map<string, AggregateAssignment>,
  call: AggregateCall,
): Typed {
  const print = analysis.fingerprints.of(call);
  const known = aggregates.get(print);
  const made = known ?? { column: analysis.newColumn(call.type, call.function.name !== 'count'), call };
  if (!known) aggregates.set(print, made);
  return columnReference(made.column, call.function.name, call.span);
}
