import type { TypedFrameBound, WindowAssignment } from '../resolve/plan.ts';
import { emitAggregate } from './aggregate.ts';
import type { Emitter } from './emitter.ts';
import { orderable } from './comparison.ts';
import { printSortKeys } from './sort.ts';

/** Prints a window function with its OVER. */
export function printWindow(emitter: Emitter, item: WindowAssignment): string {
  const partition = item.partitionBy.map((key) => orderable(emitter.expression(key), key.type));
  const order = item.orderBy.length > 0 ? printSortKeys(emitter, item.orderBy) : '';
  const over = [
    partition.length > 0 ? `PARTITION BY ${partition.join(', ')}` : '',
    order === '' ? '' : `ORDER BY ${order}`,
    frameText(emitter, item),
  ];
  return emitAggregate(emitter, item.call, over.filter((part) => part !== '').join(' ')).text;
}

/** Functions that look at the whole partition, whatever the frame. */
const wholePartition = new Set(['lag', 'lead']);
/** Functions that have no frame. */
const withoutFrame = new Set(['row_number', 'rank', 'dense_rank', 'percent_rank', 'cume_dist', 'ntile']);

function frameText(emitter: Emitter, item: WindowAssignment): string {
  const { name } = item.call.function;
  if (withoutFrame.has(name)) return '';
  if (wholePartition.has(name)) return 'ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING';
  if (!item.frame) return '';
  const bound = (side: TypedFrameBound): string => {
    switch (side.kind) {
      case 'unbounded-preceding':
        return 'UNBOUNDED PRECEDING';
      case 'unbounded-following':
        return 'UNBOUNDED FOLLOWING';
      case 'current-row':
        return 'CURRENT ROW';
      default:
        return `${offsetText(emitter, side.offset)} ${side.kind.toUpperCase()}`;
    }
  };
  return `${item.frame.unit.toUpperCase()} BETWEEN ${bound(item.frame.start)} AND ${bound(item.frame.end)}`;
}

/** The engine takes a plain constant here. */
function offsetText(emitter: Emitter, offset: Extract<TypedFrameBound, { offset: unknown }>['offset']): string {
  if (offset.kind === 'literal' && typeof offset.value === 'string') return offset.value;
  return emitter.expression(offset).text;
}
