import { unreachable } from '../../base/index.ts';
import type { Plan } from './plan.ts';
import type { Typed } from './typed.ts';
import { mapAggregate } from './walk.ts';

type Mapper = (expression: Typed) => Typed;

/** Applies a mapping to every expression of a plan. Scans keep their list of columns, which may still grow. */
export function mapPlan(plan: Plan, map: Mapper): Plan {
  const inner = (source: Plan): Plan => mapPlan(source, map);
  switch (plan.kind) {
    case 'scan':
      return plan;
    case 'values':
      return { ...plan, rows: plan.rows.map((row) => row.map(map)) };
    case 'filter':
      return { ...plan, source: inner(plan.source), condition: map(plan.condition) };
    case 'project':
      return {
        ...plan,
        source: inner(plan.source),
        items: plan.items.map((item) => ({ ...item, value: map(item.value) })),
      };
    case 'aggregate':
      return {
        ...plan,
        source: inner(plan.source),
        keys: plan.keys.map((key) => ({ ...key, value: map(key.value) })),
        aggregates: plan.aggregates.map((aggregate) => ({ ...aggregate, call: mapAggregate(aggregate.call, map) })),
      };
    case 'window':
      return {
        ...plan,
        source: inner(plan.source),
        functions: plan.functions.map((item) => ({
          ...item,
          call: mapAggregate(item.call, map),
          partitionBy: item.partitionBy.map(map),
          orderBy: item.orderBy.map((key) => ({ ...key, value: map(key.value) })),
        })),
      };
    case 'fill':
    case 'distinct':
    case 'limit':
      return { ...plan, source: inner(plan.source) };
    case 'sort':
      return {
        ...plan,
        source: inner(plan.source),
        keys: plan.keys.map((key) => ({ ...key, value: map(key.value) })),
      };
    case 'join':
      return {
        ...plan,
        left: inner(plan.left),
        right: inner(plan.right),
        condition: plan.condition && map(plan.condition),
      };
    case 'unnest':
      return {
        ...plan,
        source: plan.source && inner(plan.source),
        items: plan.items.map((item) => ({ ...item, value: map(item.value) })),
      };
    case 'set':
      return {
        ...plan,
        inputs: plan.inputs.map((input) => ({ plan: inner(input.plan), values: input.values.map(map) })),
      };
    default:
      return unreachable(plan);
  }
}

/** Lists the expressions of a plan node itself, without those of its sources. */
export function planExpressions(plan: Plan): Typed[] {
  const found: Typed[] = [];
  const note = (value: Typed): Typed => {
    found.push(value);
    return value;
  };
  switch (plan.kind) {
    case 'scan':
    case 'fill':
    case 'distinct':
    case 'limit':
      break;
    case 'values':
      found.push(...plan.rows.flat());
      break;
    case 'filter':
      found.push(plan.condition);
      break;
    case 'project':
      found.push(...plan.items.map(({ value }) => value));
      break;
    case 'aggregate':
      found.push(...plan.keys.map(({ value }) => value));
      for (const { call } of plan.aggregates) mapAggregate(call, note);
      break;
    case 'window':
      for (const item of plan.functions) {
        mapAggregate(item.call, note);
        found.push(...item.partitionBy, ...item.orderBy.map(({ value }) => value));
      }
      break;
    case 'sort':
      found.push(...plan.keys.map(({ value }) => value));
      break;
    case 'join':
      if (plan.condition) found.push(plan.condition);
      break;
    case 'unnest':
      found.push(...plan.items.map(({ value }) => value));
      break;
    case 'set':
      found.push(...plan.inputs.flatMap(({ values }) => values));
      break;
    default:
      return unreachable(plan);
  }
  return found;
}

/** Lists the plans that a plan reads. */
export function sourcesOf(plan: Plan): readonly Plan[] {
  switch (plan.kind) {
    case 'scan':
    case 'values':
      return [];
    case 'join':
      return [plan.left, plan.right];
    case 'set':
      return plan.inputs.map((input) => input.plan);
    case 'unnest':
      return plan.source ? [plan.source] : [];
    default:
      return [plan.source];
  }
}
