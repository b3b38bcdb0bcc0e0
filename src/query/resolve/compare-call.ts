import { type Span, said } from '../../base/index.ts';
import { type Call, reject } from '../sql/index.ts';
import type { Analysis, CompareWindows, ExpressionPlace } from './analysis.ts';
import { coerce } from './coerce.ts';
import { collectAggregate } from './collect-aggregate.ts';
import { chooseOverload } from './overload.ts';
import { columnReference } from './scope.ts';
import type { Column, Typed } from './typed.ts';
import { arrayOf, isNumeric, typeText, types } from '../types/index.ts';

function number(value: number, type: typeof types.integer, span: Span): Typed {
  return { kind: 'literal', value: String(value), type, span };
}

/** The condition that a row is of a window, and of what was asked besides. */
export function ofWindow(windows: CompareWindows, index: number, also: Typed | null, span: Span): Typed {
  const column = columnReference(windows.column, '', span);
  const right = number(index, types.integer, span);
  const test: Typed = { kind: 'comparison', operator: '=', left: column, right, type: types.boolean, span };
  return also ? { kind: 'and', terms: [test, also], type: types.boolean, span } : test;
}

/**
 * Resolves `compare(x, n, …)` and `ts_compare(x, n, …)`: an array of x now, x in each earlier window, x now divided by each of
 * these, and where each window begins, in Unix seconds; for `ts_compare` the row's own time in each.
 */
export function resolveCompareCall(analysis: Analysis, call: Call, place: ExpressionPlace): Typed {
  const { compare, aggregates } = place;
  if (!compare || !aggregates || place.inAggregate) {
    return reject(
      'wrong-arguments',
      said`${call.name} belongs into the SELECT list of a query over a subquery`,
      call.span,
    );
  }
  const [argument, ...seconds] = call.args;
  if (!argument) return reject('wrong-arguments', said`${call.name} needs a column and seconds`, call.span);
  const value = analysis.expression(argument, { ...place, inAggregate: true, aggregates: null, windows: null });
  if (!isNumeric(value.type)) {
    reject('type-mismatch', said`${call.name} compares numbers, not ${typeText(value.type)}`, value.span);
  }
  const arbitrary = analysis.functions.find('arbitrary');
  if (!arbitrary) throw new Error('BUG: the catalogue lacks what compare is made of');
  const never = (): never => reject('wrong-arguments', said`compare takes no lambda`, call.span);
  const any = (item: Typed, filter: Typed | null): Typed => {
    const chosen = chooseOverload(arbitrary, [{ kind: 'value', value: coerce(item, types.double) }], call.span, never);
    return collectAggregate(analysis, aggregates, {
      kind: 'aggregate',
      function: arbitrary,
      ...chosen,
      distinct: false,
      filter,
      orderBy: [],
      nulls: null,
      span: call.span,
    });
  };
  const ofIndex = (index: number): Typed => any(value, ofWindow(compare, index, null, call.span));
  const now = ofIndex(0);
  const offsets = seconds.map((item) => (item.kind === 'integer' ? Number(item.text) : 0));
  const then = offsets.map((offset) => ofIndex(compare.offsets.indexOf(offset) + 1));
  const ratios = then.map((earlier): Typed => {
    return callOf(analysis, 'operator /', [now, earlier], call);
  });
  const time = call.name === 'ts_compare' && compare.time ? any(secondsOf(analysis, compare.time, call), null) : null;
  const starts = offsets.map((offset) => {
    if (!time) return number(analysis.rangeSeconds.from - offset, types.double, call.span);
    return callOf(analysis, 'operator -', [time, number(offset, types.double, call.span)], call);
  });
  return { kind: 'array', items: [now, ...then, ...ratios, ...starts], type: arrayOf(types.double), span: call.span };
}

/** A column of a time as Unix seconds. */
function secondsOf(analysis: Analysis, column: Column, call: Call): Typed {
  const value = columnReference(column, '', call.span);
  return isNumeric(value.type) ? value : callOf(analysis, 'to_unixtime', [value], call);
}

function callOf(analysis: Analysis, name: string, values: readonly Typed[], { span }: Call): Typed {
  const called = analysis.functions.find(name);
  if (!called) throw new Error(`BUG: the catalogue lacks ${name}`);
  const args = values.map((value) => ({ kind: 'value' as const, value }));
  const chosen = chooseOverload(called, args, span, () =>
    reject('wrong-arguments', said`${name} takes no lambda`, span),
  );
  return { kind: 'call', function: called, ...chosen, span };
}
