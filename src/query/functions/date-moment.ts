import { types, type Sql, instantOf, zoneOf } from '../types/index.ts';
import type { EmitCall } from './catalogue.ts';
import { type Zone, instantOfWall, offsetAt, wallOfInstant } from './zone.ts';

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
export function carriedZone(value: Sql): Zone {
  return { kind: 'sql', text: zoneOf(value) };
}

/** DateTime64 of microseconds since 1970. */
export function fromMicros(micros: string): string {
  return `fromUnixTimestamp64Micro(${micros}, 'UTC')`;
}

/** Microseconds since 1970 of a DateTime64. */
export function microsOf(time: string): string {
  return `toUnixTimestamp64Micro(${time})`;
}

/** The last instant that the engine's dates reach, in seconds: the end of year 9999; the first is that of year 1. */
const range = { first: -62_135_596_800, last: 253_402_300_799 } as const;

function withinReach(seconds: string, convert: 'toInt64' | 'toFloat64'): string {
  return `least(greatest(${seconds}, ${convert}(${range.first})), ${convert}(${range.last}))`;
}

/** The instant of Unix seconds, to the millisecond, halves up. NaN is 0; what is out of reach is the end of it. */
export function instantOfSeconds(seconds: string, type: 'bigint' | 'double'): string {
  if (type === 'bigint') return fromMicros(`multiply(${withinReach(seconds, 'toInt64')}, 1000000)`);
  const millis = `toInt64(floor(plus(multiply(if(isNaN(${seconds}), 0, ${withinReach(seconds, 'toFloat64')}), 1000), 0.5)))`;
  return fromMicros(`multiply(${millis}, 1000)`);
}

/** Names the seconds since 1970 that the statement's wall clock shows at whole Unix seconds. */
export function wallSecondsOf(call: EmitCall, seconds: string): string {
  const reached = call.name(withinReach(seconds, 'toInt64'));
  const offset = offsetAt(fromMicros(`multiply(${reached}, 1000000)`), ownZone(call), call.zones);
  return offset === '0' ? reached : call.name(`plus(${reached}, ${offset})`);
}

/** Names the wall clock of a moment: as it is, in the zone that it carries, or in the statement's. */
export function wallOf(call: EmitCall, value: Sql, type: MomentType): string {
  switch (type) {
    case 'date':
    case 'timestamp(p)':
      return value.text;
    case 'timestamp(p) with time zone':
      return call.name(wallOfInstant(instantOf(value), carriedZone(value), call.zones));
    case 'bigint':
    case 'double':
      return call.name(wallOfInstant(call.name(instantOfSeconds(value.text, type)), ownZone(call), call.zones));
    case 'varchar': {
      call.mayBeNull();
      return call.name(call.cast(value, types.varchar, types.timestamp));
    }
  }
}

/** Names the instant of a moment; a wall clock is that of the statement's zone. */
export function instantOfMoment(call: EmitCall, value: Sql, type: MomentType): string {
  if (type === 'timestamp(p) with time zone') return call.name(instantOf(value));
  if (type === 'bigint' || type === 'double') return call.name(instantOfSeconds(value.text, type));
  return call.name(instantOfWall(wallOf(call, value, type), ownZone(call), call.zones));
}
