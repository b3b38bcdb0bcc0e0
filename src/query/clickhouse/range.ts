import { parameter, rangeColumn, raw, sql, type SqlNode, type TimeRange } from '../types/index.ts';

/** A time of the statement's range, so many seconds earlier. */
export function instant(micros: number, shiftSeconds: number): SqlNode {
  return sql`fromUnixTimestamp64Micro(${parameter(Math.trunc(micros) - shiftSeconds * 1_000_000, 'Int64')}, 'UTC')`;
}

/** The conditions that an event is in a range, so many seconds earlier. */
export function rangeConditions(range: TimeRange, shiftSeconds: number): SqlNode[] {
  const column = raw(rangeColumn(range));
  return [
    sql`${column} >= ${instant(range.fromMicros, shiftSeconds)}`,
    sql`${column} < ${instant(range.toMicros, shiftSeconds)}`,
  ];
}
