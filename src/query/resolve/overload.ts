import { type Span, said } from '../../base/index.ts';
import {
  type CatalogueFunction,
  type Overload,
  type Bindings,
  type Signature,
  instantiate,
  meetsConstraints,
  parameterAt,
  parseSignature,
  takesCount,
  unify,
} from '../functions/index.ts';
import { type Lambda, reject } from '../sql/index.ts';
import { coerce } from './coerce.ts';
import { commonType, type Type, sameType, typeText } from '../types/index.ts';
import type { Typed } from './typed.ts';

/** An argument before its overload is known: a lambda has no type yet. */
export type Argument =
  | { readonly kind: 'value'; readonly value: Typed }
  | { readonly kind: 'lambda'; readonly lambda: Lambda };

export interface ChosenOverload {
  readonly overload: Overload;
  readonly args: readonly Typed[];
  readonly type: Type;
}

type ResolveLambda = (lambda: Lambda, parameters: readonly Type[]) => Typed;

/**
 * Chooses the overload that the arguments fit with the least coercion, the first of equals, and coerces them to it.
 * Lambdas are resolved once the other arguments have told the types of their parameters.
 */
export function chooseOverload(
  called: CatalogueFunction,
  args: readonly Argument[],
  span: Span,
  resolveLambda: ResolveLambda,
): ChosenOverload {
  let best: { overload: Overload; signature: Signature; bindings: Bindings; cost: number } | null = null;
  for (const overload of called.overloads) {
    const signature = parseSignature(overload.signature);
    const bindings: Bindings = { types: new Map(), sizes: new Map() };
    const cost = fit(signature, args, bindings);
    if (cost !== null && (best === null || cost < best.cost)) best = { overload, signature, bindings, cost };
  }
  if (!best) return rejectCall(called, args, span);
  const typed = bindLambdas(best.signature, args, best.bindings, resolveLambda, span);
  const argumentTypes = typed.map((value) => value.type);
  const type = best.overload.returns?.(argumentTypes) ?? instantiate(best.signature.result, best.bindings);
  return { overload: best.overload, args: typed, type };
}

function fit(signature: Signature, args: readonly Argument[], bindings: Bindings): number | null {
  if (!takesCount(signature, args.length)) return null;
  let cost = 0;
  for (const [index, argument] of args.entries()) {
    const pattern = parameterAt(signature, index);
    if (!pattern) return null;
    if (argument.kind === 'lambda') {
      const fits = pattern.kind === 'function' && pattern.parameters.length === argument.lambda.parameters.length;
      if (!fits) return null;
      continue;
    }
    const part = unify(pattern, argument.value.type, bindings);
    if (part === null) return null;
    cost += part;
  }
  return meetsConstraints(signature, bindings) ? cost : null;
}

function bindLambdas(
  signature: Signature,
  args: readonly Argument[],
  bindings: Bindings,
  resolveLambda: ResolveLambda,
  span: Span,
): Typed[] {
  // A lambda may widen a type that another one takes (reduce's state), so twice.
  let lambdas = new Map<number, Typed>();
  for (let round = 0; round < 2; round++) {
    lambdas = new Map();
    for (const [index, argument] of args.entries()) {
      const pattern = parameterAt(signature, index);
      if (argument.kind !== 'lambda' || pattern?.kind !== 'function') continue;
      const parameters = pattern.parameters.map((parameter) => instantiate(parameter, bindings));
      const lambda = resolveLambda(argument.lambda, parameters);
      const result = lambda.type.kind === 'function' ? lambda.type.result : lambda.type;
      if (unify(pattern.result, result, bindings) === null) {
        reject('type-mismatch', said`The lambda returns ${typeText(result)} where another type is needed`, span);
      }
      lambdas.set(index, lambda);
    }
    if (lambdas.size === 0) break;
  }
  return args.map((argument, index) => {
    const pattern = parameterAt(signature, index);
    if (!pattern) throw new Error('BUG: an argument without a parameter');
    const wanted = instantiate(pattern, bindings);
    if (argument.kind === 'value') return coerceToPattern(argument.value, wanted);
    const lambda = lambdas.get(index);
    if (lambda?.kind !== 'lambda' || wanted.kind !== 'function') throw new Error('BUG: a lambda without its type');
    return { ...lambda, body: coerceToPattern(lambda.body, wanted.result), type: wanted };
  });
}

/** Coerces, but leaves a text or a number of decimals as long as it is: functions take any length. */
function coerceToPattern(value: Typed, wanted: Type): Typed {
  if (value.type.kind === 'varchar' && wanted.kind === 'varchar') return value;
  if (sameType(value.type, wanted)) return value;
  if (value.type.kind === 'unknown' || commonType(value.type, wanted) !== null) return coerce(value, wanted);
  return value;
}

function rejectCall(called: CatalogueFunction, args: readonly Argument[], span: Span): never {
  const given = args.map((argument) => (argument.kind === 'lambda' ? 'function' : typeText(argument.value.type)));
  const expected = called.overloads.map((overload) => `${called.name}${overload.signature.replace(/ -> .*/, '')}`);
  if (called.name.startsWith('operator ')) {
    const operator = called.name.slice('operator '.length).replace('negate', '-');
    const text = given.length === 2 ? `${given[0]} ${operator} ${given[1]}` : `${operator}${given[0]}`;
    return reject('type-mismatch', said`Cannot apply operator: ${text}`, span, said`use CAST`);
  }
  return reject(
    'wrong-arguments',
    said`Unexpected parameters (${given.join(', ')}) for function ${called.name}. Expected: ${expected.join(', ')}`,
    span,
  );
}
