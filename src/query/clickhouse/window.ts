import type { TypedFrameBound, WindowAssignment } from '../resolve/index.ts';
import { emitAggregate } from './aggregate.ts';
import type { Emitter } from './emitter.ts';
import { orderable } from './comparison.ts';
import { printSortKeys } from './sort.ts';

/** Prints a window function with its OVER. */
export function printWindow(emitter: Emitter, item: WindowAssignment): string {
  const partition = item.partitionBy.map((key) => orderable(emitter.expression(key), key.type));
  const distance = distanceKey(emitter, item);
  // Rows without a key are at no distance from others.
  if (distance !== null) partition.push(`isNull(${distance.text})`);
  const order = distance?.order ?? (item.orderBy.length > 0 ? printSortKeys(emitter, item.orderBy) : '');
  const over = [
    partition.length > 0 ? `PARTITION BY ${partition.join(', ')}` : '',
    order === '' ? '' : `ORDER BY ${order}`,
    frameText(emitter, item),
  ];
  return emitAggregate(emitter, item.call, over.filter((part) => part !== '').join(' ')).text;
}

function isBounded({ kind }: TypedFrameBound): boolean {
  return kind !== 'unbounded-preceding' && kind !== 'unbounded-following';
}

/** The key of a RANGE frame with offsets; of times their microseconds, which the engine can count from. */
function distanceKey(emitter: Emitter, { frame, orderBy }: WindowAssignment): { text: string; order: string } | null {
  const [key] = orderBy;
  if (frame?.unit !== 'range' || !key) return null;
  if (!('offset' in frame.start || 'offset' in frame.end) || !isBounded(frame.start) || !isBounded(frame.end))
    return null;
  const text = orderable(emitter.expression(key.value), key.value.type);
  const isTime = key.value.type.kind === 'date' || key.value.type.kind === 'timestamp';
  const counted = isTime ? `toUnixTimestamp64Micro(${text})` : text;
  return { text, order: `${counted} ${key.descending ? 'DESC' : 'ASC'} NULLS ${key.nulls.toUpperCase()}` };
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
  if (offset.kind === 'literal' && typeof offset.value === 'string') {
    return offset.type.kind === 'interval day to second' ? `${offset.value}000` : offset.value;
  }
  return emitter.expression(offset).text;
}
