import { said } from '../../base/index.ts';
import type { CatalogueFunction } from '../functions/index.ts';
import {
  type Call,
  type FrameBound,
  type Identifier,
  type WindowFrame,
  type WindowSpecification,
  reject,
} from '../sql/index.ts';
import type { Analysis, ExpressionPlace } from './analysis.ts';
import type { TypedFrameBound, WindowAssignment } from './plan.ts';
import { columnReference } from './scope.ts';
import type { AggregateCall, Typed } from './typed.ts';
import { isInteger, typeText } from '../types/index.ts';

type PrepareAggregate = (
  analysis: Analysis,
  called: CatalogueFunction,
  call: Call,
  place: ExpressionPlace,
) => AggregateCall;

/** Resolves a call with OVER, and leaves it to the SELECT's list of windows. */
export function resolveWindow(
  analysis: Analysis,
  called: CatalogueFunction,
  call: Call & { readonly over: WindowSpecification | Identifier },
  place: ExpressionPlace,
  prepare: PrepareAggregate,
): Typed {
  if (called.kind === 'scalar') reject('not-an-aggregate', said`'${called.name}' is not a window function`, call.span);
  if (!place.windows) {
    return reject(
      'window-not-allowed',
      said`${place.clause} cannot contain window functions: ${called.name}`,
      call.span,
    );
  }
  if (call.distinct) reject('unsupported-syntax', said`DISTINCT in window functions is not supported`, call.span);
  if (call.filter) reject('unsupported-syntax', said`FILTER is not supported with OVER`, call.span);
  const inside: ExpressionPlace = { ...place, windows: null };
  const specification = expand(call.over, place);
  const window: WindowAssignment = {
    column: analysis.newColumn({ kind: 'unknown' }, true),
    call: prepare(analysis, called, call, inside),
    partitionBy: specification.partitionBy.map((key) => analysis.expression(key, inside)),
    orderBy: specification.orderBy.map((item) => analysis.sortKey(item, inside)),
    frame: specification.frame ? resolveFrame(analysis, specification.frame, inside) : null,
  };
  checkFrame(specification, window);
  const column = analysis.newColumn(window.call.type, true);
  place.windows.push({ ...window, column });
  return columnReference(column, called.name, call.span);
}

function expand(over: WindowSpecification | Identifier, place: ExpressionPlace): WindowSpecification {
  if ('name' in over) return namedWindow(over, place);
  if (!over.base) return over;
  const base = namedWindow(over.base, place);
  if (over.partitionBy.length > 0) {
    reject('invalid-window', said`A window that is based on another cannot say PARTITION BY`, over.span);
  }
  return {
    ...over,
    base: null,
    partitionBy: base.partitionBy,
    orderBy: over.orderBy.length > 0 ? over.orderBy : base.orderBy,
  };
}

function namedWindow(name: Identifier, place: ExpressionPlace): WindowSpecification {
  const window = place.namedWindows.get(name.name.toLowerCase());
  if (!window) return reject('window-not-found', said`Window '${name.name}' cannot be resolved`, name.span);
  return window.base ? expand(window, place) : window;
}

function resolveFrame(analysis: Analysis, frame: WindowFrame, place: ExpressionPlace): WindowAssignment['frame'] {
  const bound = (item: FrameBound): TypedFrameBound => {
    if (!('offset' in item)) return item;
    return { kind: item.kind, offset: analysis.expression(item.offset, place) };
  };
  return { unit: frame.unit, start: bound(frame.start), end: bound(frame.end) };
}

const boundOrder = ['unbounded-preceding', 'preceding', 'current-row', 'following', 'unbounded-following'];

function checkFrame(specification: WindowSpecification, window: WindowAssignment): void {
  const { frame } = window;
  if (!frame || !specification.frame) return;
  const { span } = specification.frame;
  const [start, end] = [boundOrder.indexOf(frame.start.kind), boundOrder.indexOf(frame.end.kind)];
  if (frame.start.kind === 'unbounded-following' || frame.end.kind === 'unbounded-preceding' || start > end) {
    reject(
      'invalid-window',
      said`Window frame starting from ${frame.start.kind} cannot end with ${frame.end.kind}`,
      span,
    );
  }
  for (const bound of [frame.start, frame.end]) {
    if (bound.kind !== 'preceding' && bound.kind !== 'following') continue;
    const { type } = bound.offset;
    if (frame.unit === 'rows' && !isInteger(type)) {
      reject('type-mismatch', said`Window frame offset must be a whole number (actual: ${typeText(type)})`, span);
    }
    const { offset } = bound;
    if (offset.kind !== 'literal' || offset.value === null || String(offset.value).startsWith('-')) {
      reject('invalid-window', said`Window frame offset must be a constant that is not negative`, span);
    }
    if (frame.unit === 'range' && window.orderBy.length !== 1) {
      reject('invalid-window', said`RANGE with an offset needs exactly one ORDER BY key`, span);
    }
  }
  if (frame.unit === 'groups') reject('unsupported-syntax', said`GROUPS in a window frame is not supported`, span);
}
