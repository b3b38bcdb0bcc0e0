import type { Analysis } from './analysis.ts';
import type { AggregateAssignment, Assignment, Plan, WindowAssignment } from './plan.ts';
import { columnReference } from './scope.ts';
import type { AggregateCall, Column, Typed } from './typed.ts';
import { mapAggregate } from './walk.ts';

/**
 * Whether an operand can stand in an aggregate as it is. A constant that is computed, or of parts, cannot: the engine loses the names
 * in it.
 */
function isPlain(value: Typed): boolean {
  const isZoned = value.type.kind === 'timestamp' && value.type.zone;
  return value.kind === 'column' || (value.kind === 'literal' && !isZoned) || value.kind === 'lambda';
}

/** Collects operands that are computed before they are aggregated, each once. */
function startLifting(analysis: Analysis) {
  const items: Assignment[] = [];
  const known = new Map<string, Column>();
  const lift = (value: Typed): Typed => {
    if (isPlain(value) || value.type.kind === 'unknown') return value;
    const print = analysis.fingerprints.of(value);
    const column = known.get(print) ?? analysis.newColumn(value.type, true);
    if (!known.has(print)) {
      known.set(print, column);
      items.push({ column, value });
    }
    return columnReference(column, '', value.span);
  };
  const under = (source: Plan): Plan => {
    return items.length === 0 ? source : { kind: 'project', source, items, keep: true };
  };
  return { lift, under };
}

/** Arguments that are one for all rows stay in the call. */
function liftOperands(call: AggregateCall, lift: (value: Typed) => Typed): AggregateCall {
  const constants = new Set(call.overload.constants?.map((index) => call.args[index]));
  return mapAggregate(call, (value) => (constants.has(value) ? value : lift(value)));
}

/**
 * Computes the operands of aggregates, and the keys of their groups, in a projection of their own, so that both are plain columns: an
 * operand may be needed several times, what is computed within an aggregate has no name outside of it, and the engine loses the names
 * within a key that it finds to be a constant.
 */
export function liftAggregation(
  analysis: Analysis,
  source: Plan,
  { keys, aggregates }: { readonly keys: readonly Assignment[]; readonly aggregates: readonly AggregateAssignment[] },
): {
  readonly source: Plan;
  readonly keys: readonly Assignment[];
  readonly aggregates: readonly AggregateAssignment[];
} {
  const { lift, under } = startLifting(analysis);
  const liftedKeys = keys.map(({ column, value }) => ({ column, value: lift(value) }));
  const lifted = aggregates.map(({ column, call }) => ({ column, call: liftOperands(call, lift) }));
  return { source: under(source), keys: liftedKeys, aggregates: lifted };
}

/** The same for functions over windows, with the keys of the windows. */
export function liftWindows(
  analysis: Analysis,
  source: Plan,
  windows: readonly WindowAssignment[],
): { readonly source: Plan; readonly windows: readonly WindowAssignment[] } {
  const { lift, under } = startLifting(analysis);
  const lifted = windows.map((window) => ({
    ...window,
    call: liftOperands(window.call, lift),
    partitionBy: window.partitionBy.map(lift),
    orderBy: window.orderBy.map((key) => ({ ...key, value: lift(key.value) })),
  }));
  return { source: under(source), windows: lifted };
}
