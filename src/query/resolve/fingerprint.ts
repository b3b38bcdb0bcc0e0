import type { Budget } from '../sql/index.ts';
import { type Type, typeText } from '../types/index.ts';
import { columnsOf } from './plan-columns.ts';
import type { Plan } from './plan.ts';
import type { Typed } from './typed.ts';
import { operandsOf } from './walk.ts';

/** Tells equal expressions. One instance a statement. */
export interface Fingerprints {
  /** A text that two expressions share exactly where they compute the same, wherever they are written. */
  of(expression: Typed): string;
}

/**
 * Each expression gets a number the first time, made of what it is itself and the numbers of its operands, so that an expression of
 * any size is looked at once. The parameters of a lambda are told by their place in it; what depends on them has a number only
 * within the lambda.
 */
export function createFingerprints(budget: Budget): Fingerprints {
  const known = new WeakMap<Typed, string>();
  const numbers = new Map<string, string>();
  const numberOf = (print: string): string => {
    const number = numbers.get(print) ?? `${numbers.size}`;
    numbers.set(print, number);
    return number;
  };
  const visit = (expression: Typed, parameters: ReadonlyMap<string, string>): string => {
    const isClosed = parameters.size === 0;
    const before = isClosed ? known.get(expression) : undefined;
    if (before !== undefined) return before;
    budget.spend();
    const inside = expression.kind === 'lambda' ? withParameters(parameters, expression.parameters) : parameters;
    const operands = operandsOf(expression).map((operand) => visit(operand, inside));
    const number = numberOf(JSON.stringify([ownParts(expression, parameters), ...operands]));
    if (isClosed) known.set(expression, number);
    return number;
  };
  return { of: (expression) => visit(expression, new Map()) };
}

function withParameters(
  around: ReadonlyMap<string, string>,
  parameters: readonly { readonly id: string }[],
): ReadonlyMap<string, string> {
  return new Map([...around, ...parameters.map(({ id }, index) => [id, `#${around.size + index}`] as const)]);
}

/** What an expression is besides its operands. */
function ownParts(expression: Typed, parameters: ReadonlyMap<string, string>): readonly unknown[] {
  const own = [expression.kind, typeOf(expression.type)];
  switch (expression.kind) {
    case 'literal':
      return [...own, expression.value];
    case 'column':
      return [...own, parameters.get(expression.column.id) ?? expression.column.id, expression.column.nullable];
    case 'call':
      return [...own, expression.function.name, expression.overload.signature];
    case 'aggregate': {
      const { overload, distinct, filter, orderBy, nulls } = expression;
      const order = orderBy.map(({ descending, nulls: place }) => [descending, place]);
      return [...own, expression.function.name, overload.signature, distinct, filter !== null, order, nulls];
    }
    case 'cast':
      return [...own, expression.safe, expression.asText ?? false];
    case 'comparison':
      return [...own, expression.operator];
    case 'if':
      return [...own, expression.otherwise !== null];
    case 'nullif':
      return [...own, typeOf(expression.compared)];
    case 'field':
      return [...own, expression.index];
    case 'quantified':
      return [...own, expression.operator, expression.quantifier, ...planParts(expression.plan)];
    case 'scalar-query':
    case 'exists':
    case 'in-query':
      return [...own, ...planParts(expression.plan)];
    default:
      return own;
  }
}

/** Columns are made once, so a plan is told by those that it gives. */
function planParts(plan: Plan): readonly string[] {
  return columnsOf(plan).map(({ id }) => id);
}

/** The type as written, but for a lambda, whose type is told by its operands. */
function typeOf(type: Type): string {
  return type.kind === 'function' ? 'function' : typeText(type);
}
