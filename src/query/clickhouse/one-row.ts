import { type Assignment, type Plan, planExpressions, type ResolvedQuery, some } from '../resolve/index.ts';

type Of<K extends Plan['kind']> = Extract<Plan, { kind: K }>;

/** A query that makes one row of all events that it finds: no groups, nothing read but one log, once. */
export interface OneRow {
  readonly scan: Of<'scan'>;
  /** What is done to the events, in this order. */
  readonly steps: readonly (Of<'filter'> | Of<'project'>)[];
  readonly aggregates: Of<'aggregate'>['aggregates'];
  /** What is computed of the aggregates, in this order. */
  readonly computed: readonly (readonly Assignment[])[];
}

/** Takes the plan of a query apart; undefined where it makes no such row. */
export function asOneRow({ plan, limit }: ResolvedQuery): OneRow | undefined {
  const computed: (readonly Assignment[])[] = [];
  let at = plan;
  while (at.kind !== 'aggregate') {
    if (at.kind !== 'project' && at.kind !== 'sort' && at.kind !== 'limit') return undefined;
    if (!isPlain(at) || (at.kind === 'limit' && (at.offset > 0 || at.count === 0))) return undefined;
    if (at.kind === 'project') computed.unshift(at.items);
    at = at.source;
  }
  if (limit === 0 || !at.global || at.keys.length > 0 || at.sets !== null || !isPlain(at)) return undefined;
  const steps: (Of<'filter'> | Of<'project'>)[] = [];
  let below = at.source;
  while (below.kind !== 'scan') {
    if ((below.kind !== 'filter' && below.kind !== 'project') || !isPlain(below)) return undefined;
    steps.unshift(below);
    below = below.source;
  }
  const { kind } = below.source;
  if ((kind !== 'log' && kind !== 'operations') || below.shiftSeconds !== 0) return undefined;
  return { scan: below, steps, aggregates: at.aggregates, computed };
}

/** Nothing is asked within its expressions. */
function isPlain(plan: Plan): boolean {
  return !planExpressions(plan).some((value) => some(value, (part) => 'plan' in part));
}
