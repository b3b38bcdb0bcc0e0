import { types, type Operand, instantOf, zoneOf, sql, type SqlNode, raw } from '../types/index.ts';
import type { EmitCall } from './catalogue.ts';
import { type Zone, fixedOffset, instantOfWall, offsetAt, wallOfInstant } from './zone.ts';

/** What date functions take: Trino's types and, as SLS has it, Unix seconds and text. */
export const momentTypes = [
  'date',
  'timestamp(p)',
  'timestamp(p) with time zone',
  'bigint',
  'double',
  'varchar',
] as const;
export type MomentType = (typeof momentTypes)[number];

/** The statement's own zone. */
export function ownZone(call: EmitCall): Zone {
  return { kind: 'constant', name: call.timeZone };
}

/** The zone that a timestamp with time zone carries. */
export function carriedZone(value: Operand): Zone {
  return { kind: 'sql', node: zoneOf(value) };
}

/** DateTime64 of microseconds since 1970. */
export function fromMicros(micros: SqlNode): SqlNode {
  return sql`fromUnixTimestamp64Micro(${micros}, 'UTC')`;
}

/** Microseconds since 1970 of a DateTime64. */
export function microsOf(time: SqlNode): SqlNode {
  return sql`toUnixTimestamp64Micro(${time})`;
}

/** The last instant that the engine's dates reach, in seconds: the end of year 9999; the first is that of year 1. */
const range = { first: -62_135_596_800, last: 253_402_300_799 } as const;

function withinReach(seconds: SqlNode, convert: 'toInt64' | 'toFloat64'): SqlNode {
  return sql`least(greatest(${seconds}, ${raw(convert)}(${range.first})), ${raw(convert)}(${range.last}))`;
}

/** The instant of Unix seconds, to the millisecond, halves up. NaN is 0; what is out of reach is the end of it. */
export function instantOfSeconds(seconds: SqlNode, type: 'bigint' | 'double'): SqlNode {
  if (type === 'bigint') return fromMicros(sql`multiply(${withinReach(seconds, 'toInt64')}, 1000000)`);
  const millis = sql`toInt64(floor(plus(multiply(if(isNaN(${seconds}), 0, ${withinReach(seconds, 'toFloat64')}), 1000), 0.5)))`;
  return fromMicros(sql`multiply(${millis}, 1000)`);
}

/** Names the seconds since 1970 that the statement's wall clock shows at whole Unix seconds. */
export function wallSecondsOf(call: EmitCall, seconds: SqlNode): SqlNode {
  const reached = call.name(withinReach(seconds, 'toInt64'));
  if (fixedOffset(call.timeZone) === 0) return reached;
  const offset = offsetAt(fromMicros(sql`multiply(${reached}, 1000000)`), ownZone(call), call.zones);
  return call.name(sql`plus(${reached}, ${offset})`);
}

/** Names the wall clock of a moment: as it is, in the zone that it carries, or in the statement's. */
export function wallOf(call: EmitCall, value: Operand, type: MomentType): SqlNode {
  switch (type) {
    case 'date':
    case 'timestamp(p)':
      return value.node;
    case 'timestamp(p) with time zone':
      return call.name(wallOfInstant(instantOf(value), carriedZone(value), call.zones));
    case 'bigint':
    case 'double':
      return call.name(wallOfInstant(call.name(instantOfSeconds(value.node, type)), ownZone(call), call.zones));
    case 'varchar': {
      call.mayBeNull();
      return call.name(call.cast(value, types.varchar, types.timestamp));
    }
  }
}

/** Names the instant of a moment; a wall clock is that of the statement's zone. */
export function instantOfMoment(call: EmitCall, value: Operand, type: MomentType): SqlNode {
  if (type === 'timestamp(p) with time zone') return call.name(instantOf(value));
  if (type === 'bigint' || type === 'double') return call.name(instantOfSeconds(value.node, type));
  return call.name(instantOfWall(wallOf(call, value, type), ownZone(call), call.zones));
}
