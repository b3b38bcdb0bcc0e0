import { nearest, said } from '../../base/index.ts';
import { type Call, type Expression, reject } from '../sql/index.ts';
import { type CatalogueFunction, unsupportedFunctions } from '../functions/index.ts';
import type { Analysis, ExpressionPlace } from './analysis.ts';
import { types } from '../types/index.ts';
import { coerce } from './coerce.ts';
import { collectAggregate } from './collect-aggregate.ts';
import { ofWindow } from './compare-call.ts';
import { type Argument, chooseOverload } from './overload.ts';
import { resolveSpecialForm } from './special-form.ts';
import type { AggregateCall, Typed } from './typed.ts';
import { some } from './walk.ts';
import { resolveWindow } from './window.ts';

/** Resolves a function call: a special form, a scalar function, an aggregate, or either over a window. */
export function resolveCall(analysis: Analysis, call: Call, place: ExpressionPlace): Typed {
  const special = resolveSpecialForm(analysis, call, place);
  if (special) return special;
  const called = findFunction(analysis, call);
  if (call.over) return resolveWindow(analysis, called, { ...call, over: call.over }, place, prepareAggregate);
  if (called.kind === 'window') {
    reject('missing-over', said`Window function ${called.name} requires an OVER clause`, call.span);
  }
  if (called.kind === 'aggregate') return resolveAggregate(analysis, called, call, place);
  if (call.distinct || call.filter || call.orderBy.length > 0 || call.star || call.nulls) {
    reject(
      'not-an-aggregate',
      said`DISTINCT, FILTER, ORDER BY and * are for aggregates, and ${called.name} is none`,
      call.span,
    );
  }
  return resolveScalar(analysis, called, call.args, call, place);
}

function findFunction(analysis: Analysis, call: Call): CatalogueFunction {
  const called = analysis.functions.find(call.name);
  if (called) return called;
  const known = Object.hasOwn(unsupportedFunctions, call.name) ? unsupportedFunctions[call.name] : undefined;
  if (known !== undefined) {
    return reject('unsupported-function', said`Function '${call.name}' is not supported: ${known}`, call.nameSpan);
  }
  const suggestion = nearest(call.name, analysis.functions.names);
  const message =
    suggestion === null
      ? said`Function '${call.name}' not registered`
      : said`Function '${call.name}' not registered; did you mean '${suggestion}'?`;
  return reject('function-not-found', message, call.nameSpan);
}

/** Resolves a call of a scalar function, or of an operator by its catalogue name. */
export function resolveScalar(
  analysis: Analysis,
  called: CatalogueFunction,
  args: readonly Expression[],
  at: { readonly span: Call['span'] },
  place: ExpressionPlace,
): Typed {
  const chosen = chooseOverload(called, argumentsOf(analysis, args, place), at.span, (lambda, parameters) =>
    analysis.lambda(lambda, parameters, place),
  );
  return { kind: 'call', function: called, ...chosen, span: at.span };
}

function argumentsOf(analysis: Analysis, args: readonly Expression[], place: ExpressionPlace): Argument[] {
  return args.map((argument) =>
    argument.kind === 'lambda'
      ? { kind: 'lambda', lambda: argument }
      : { kind: 'value', value: analysis.expression(argument, place) },
  );
}

/** Resolves the arguments, DISTINCT, FILTER and ORDER BY of an aggregate call. */
export function prepareAggregate(
  analysis: Analysis,
  called: CatalogueFunction,
  call: Call,
  place: ExpressionPlace,
): AggregateCall {
  const args = call.star ? [] : call.args;
  if (call.star && called.name !== 'count')
    reject('wrong-arguments', said`${called.name}(*) is not a function`, call.span);
  const chosen = chooseOverload(called, argumentsOf(analysis, args, place), call.span, (lambda, parameters) =>
    analysis.lambda(lambda, parameters, place),
  );
  checkConstants(called, chosen, call);
  // The engine has no aggregate of what has no type.
  const operands = chosen.args.map((value) => (value.type.kind === 'unknown' ? coerce(value, types.varchar) : value));
  const filter = call.filter && analysis.expression(call.filter, { ...place, clause: 'FILTER' });
  if (filter && filter.type.kind !== 'boolean') {
    reject('type-mismatch', said`The condition of FILTER must be a boolean`, filter.span);
  }
  return {
    kind: 'aggregate',
    function: called,
    ...chosen,
    args: operands,
    distinct: call.distinct,
    filter,
    orderBy: call.orderBy.map((item) => analysis.sortKey(item, place)),
    nulls: call.nulls,
    span: call.span,
  };
}

/** Refuses a value of the rows where the function takes one for all of them. */
function checkConstants(
  called: CatalogueFunction,
  { overload, args }: Pick<AggregateCall, 'overload' | 'args'>,
  call: Call,
): void {
  for (const index of overload.constants ?? []) {
    const argument = args[index];
    if (!argument || !some(argument, (part) => part.kind === 'column' || 'plan' in part)) continue;
    reject(
      'invalid-argument',
      said`Argument ${index + 1} of ${called.name} must be a constant`,
      argument.span ?? call.span,
    );
  }
}

function resolveAggregate(analysis: Analysis, called: CatalogueFunction, call: Call, place: ExpressionPlace): Typed {
  if (place.inAggregate) {
    reject('nested-aggregate', said`Cannot nest aggregations inside aggregation '${called.name}'`, call.span);
  }
  const { aggregates } = place;
  if (!aggregates) {
    reject(
      'aggregate-not-allowed',
      said`${place.clause} cannot contain aggregations, window functions or grouping operations: ${called.name}`,
      call.span,
    );
  }
  const inside: ExpressionPlace = { ...place, inAggregate: true, aggregates: null, windows: null };
  const prepared = prepareAggregate(analysis, called, call, inside);
  // Where windows of time are compared, an ordinary aggregate is about the statement's own.
  const aggregate = place.compare
    ? { ...prepared, filter: ofWindow(place.compare, 0, prepared.filter, call.span) }
    : prepared;
  return collectAggregate(analysis, aggregates, aggregate);
}
