import type { AggregateCall, SortKey, Typed } from './typed.ts';

type Mapper = (expression: Typed) => Typed;

function mapKeys(keys: readonly SortKey[], map: Mapper): SortKey[] {
  return keys.map((key) => ({ ...key, value: map(key.value) }));
}

/** Applies a mapping to what an aggregate call computes from. */
export function mapAggregate(call: AggregateCall, map: Mapper): AggregateCall {
  return {
    ...call,
    args: call.args.map(map),
    filter: call.filter && map(call.filter),
    orderBy: mapKeys(call.orderBy, map),
  };
}

/** Applies a mapping to the direct operands of an expression. */
export function mapOperands(expression: Typed, map: Mapper): Typed {
  switch (expression.kind) {
    case 'literal':
    case 'column':
    case 'scalar-query':
    case 'exists':
      return expression;
    case 'call':
      return { ...expression, args: expression.args.map(map) };
    case 'aggregate':
      return mapAggregate(expression, map);
    case 'lambda':
      return { ...expression, body: map(expression.body) };
    case 'and':
    case 'or':
      return { ...expression, terms: expression.terms.map(map) };
    case 'comparison':
      return { ...expression, left: map(expression.left), right: map(expression.right) };
    case 'in-list':
      return { ...expression, value: map(expression.value), items: expression.items.map(map) };
    case 'if':
      return {
        ...expression,
        branches: expression.branches.map(({ when, result }) => ({ when: map(when), result: map(result) })),
        otherwise: expression.otherwise && map(expression.otherwise),
      };
    case 'coalesce':
    case 'array':
    case 'row':
      return { ...expression, items: expression.items.map(map) };
    case 'nullif':
      return { ...expression, value: map(expression.value), other: map(expression.other) };
    default:
      return { ...expression, value: map(expression.value) };
  }
}

/** Lists the direct operands of an expression. */
export function operandsOf(expression: Typed): Typed[] {
  const operands: Typed[] = [];
  mapOperands(expression, (operand) => {
    operands.push(operand);
    return operand;
  });
  return operands;
}

/** Says whether a condition holds for the expression or anything in it. */
export function some(expression: Typed, condition: (part: Typed) => boolean): boolean {
  return condition(expression) || operandsOf(expression).some((operand) => some(operand, condition));
}
