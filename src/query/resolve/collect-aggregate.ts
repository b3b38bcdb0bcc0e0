import type { Analysis } from './analysis.ts';
import type { AggregateAssignment } from './plan.ts';
import { columnReference } from './scope.ts';
import type { AggregateCall, Typed } from './typed.ts';
import { fingerprint } from './walk.ts';

/** Leaves an aggregate to the SELECT, once however often it is written, and returns the column that it becomes. */
export function collectAggregate(analysis: Analysis, aggregates: AggregateAssignment[], call: AggregateCall): Typed {
  const print = fingerprint(call);
  const known = aggregates.find((other) => fingerprint(other.call) === print);
  const made = known ?? { column: analysis.newColumn(call.type, call.function.name !== 'count'), call };
  if (!known) aggregates.push(made);
  return columnReference(made.column, call.function.name, call.span);
}
