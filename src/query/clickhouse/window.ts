import type { TypedFrameBound, WindowAssignment } from '../resolve/index.ts';
import { list, raw, sql, type SqlNode } from '../types/index.ts';
import { emitAggregate } from './aggregate.ts';
import { orderable } from './comparison.ts';
import type { Emitter } from './emitter.ts';
import { sortKeys } from './sort.ts';

/** A call of a window function with its OVER. */
export function windowCall(emitter: Emitter, item: WindowAssignment): SqlNode {
  const partition = item.partitionBy.map((key) => orderable(emitter.expression(key), key.type));
  const distance = distanceKey(emitter, item);
  // Rows without a key are at no distance from others.
  if (distance !== null) partition.push(sql`isNull(${distance.key})`);
  const order = distance?.order ?? (item.orderBy.length > 0 ? sortKeys(emitter, item.orderBy) : null);
  const frame = frameOf(emitter, item);
  const over = [
    ...(partition.length > 0 ? [sql`PARTITION BY ${partition}`] : []),
    ...(order === null ? [] : [sql`ORDER BY ${order}`]),
    ...(frame === null ? [] : [frame]),
  ];
  return emitAggregate(emitter, item.call, list(over, ' ')).node;
}

function isBounded({ kind }: TypedFrameBound): boolean {
  return kind !== 'unbounded-preceding' && kind !== 'unbounded-following';
}

/** The key of a RANGE frame with offsets; of times their microseconds, which the engine can count from. */
function distanceKey(emitter: Emitter, { frame, orderBy }: WindowAssignment): { key: SqlNode; order: SqlNode } | null {
  const [sorted] = orderBy;
  if (frame?.unit !== 'range' || !sorted) return null;
  if (!('offset' in frame.start || 'offset' in frame.end) || !isBounded(frame.start) || !isBounded(frame.end))
    return null;
  const key = orderable(emitter.expression(sorted.value), sorted.value.type);
  const isTime = sorted.value.type.kind === 'date' || sorted.value.type.kind === 'timestamp';
  const counted = isTime ? sql`toUnixTimestamp64Micro(${key})` : key;
  const direction = raw(sorted.descending ? 'DESC' : 'ASC');
  return { key, order: sql`${counted} ${direction} NULLS ${raw(sorted.nulls.toUpperCase())}` };
}

/** Functions that look at the whole partition, whatever the frame. */
const wholePartition = new Set(['lag', 'lead']);
/** Functions that have no frame. */
const withoutFrame = new Set(['row_number', 'rank', 'dense_rank', 'percent_rank', 'cume_dist', 'ntile']);

function frameOf(emitter: Emitter, item: WindowAssignment): SqlNode | null {
  const { name } = item.call.function;
  if (withoutFrame.has(name)) return null;
  if (wholePartition.has(name)) return sql`ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING`;
  if (!item.frame) return null;
  const bound = (side: TypedFrameBound): SqlNode => {
    switch (side.kind) {
      case 'unbounded-preceding':
        return sql`UNBOUNDED PRECEDING`;
      case 'unbounded-following':
        return sql`UNBOUNDED FOLLOWING`;
      case 'current-row':
        return sql`CURRENT ROW`;
      default:
        return sql`${offsetOf(emitter, side.offset)} ${raw(side.kind.toUpperCase())}`;
    }
  };
  return sql`${raw(item.frame.unit.toUpperCase())} BETWEEN ${bound(item.frame.start)} AND ${bound(item.frame.end)}`;
}

/** The engine takes a plain constant here. */
function offsetOf(emitter: Emitter, offset: Extract<TypedFrameBound, { offset: unknown }>['offset']): SqlNode {
  if (offset.kind === 'literal' && typeof offset.value === 'string') {
    return raw(offset.type.kind === 'interval day to second' ? `${offset.value}000` : offset.value);
  }
  return emitter.expression(offset).node;
}
