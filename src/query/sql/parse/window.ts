import { said } from '../../../base/index.ts';
import {
  BoundedFrameContext,
  type FrameBoundContext,
  UnboundedFrameContext,
  type WindowFrameContext,
  type WindowSpecificationContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser.js';
import type { FrameBound, WindowFrame, WindowSpecification } from '../ast.ts';
import { type Source, need, spanOf, unsupported } from './context.ts';
import { convertIdentifier } from './identifier.ts';

/** Converts what stands between the parentheses of OVER, or after a name in WINDOW. */
export function convertWindow(source: Source, context: WindowSpecificationContext): WindowSpecification {
  const base = context.identifier();
  const frame = context.windowFrame();
  const partition = context.partitionBy();
  return {
    base: base ? convertIdentifier(source, base) : null,
    partitionBy: partition ? partition.expression().map((key) => source.convert.expression(key)) : [],
    orderBy: context.sortItem().map((item) => source.convert.sortItem(item)),
    frame: frame ? convertFrame(source, frame) : null,
    span: spanOf(source, context),
  };
}

function convertFrame(source: Source, context: WindowFrameContext): WindowFrame {
  if (context.rowPattern()) unsupported(source, context, said`A row pattern in a window`);
  const extent = context.frameExtent();
  const [start, end] = extent.frameBound().map((bound) => convertBound(source, bound));
  return {
    unit: extent.KW_ROWS() ? 'rows' : extent.KW_RANGE() ? 'range' : 'groups',
    start: need(start),
    end: end ?? { kind: 'current-row' },
    span: spanOf(source, context),
  };
}

function convertBound(source: Source, context: FrameBoundContext): FrameBound {
  if (context instanceof UnboundedFrameContext) {
    return { kind: context.KW_PRECEDING() ? 'unbounded-preceding' : 'unbounded-following' };
  }
  if (context instanceof BoundedFrameContext) {
    const offset = source.convert.expression(context.expression());
    return { kind: context.KW_PRECEDING() ? 'preceding' : 'following', offset };
  }
  return { kind: 'current-row' };
}
