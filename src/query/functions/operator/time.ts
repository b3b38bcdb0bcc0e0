import { said } from '../../../base/index.ts';
import { instantOfWall, wallOfInstant } from '../zone.ts';
import {
  type Type,
  type MadeTuple,
  type Operand,
  instantOf,
  zoneOf,
  zonedValue,
  sql,
  raw,
  type SqlNode,
} from '../../types/index.ts';
import type { EmitCall, Overload } from '../catalogue.ts';
import { composed, native, plain } from '../define.ts';

const day = sql`toInt64(86400000)`;

function addMillis(time: SqlNode, millis: SqlNode): SqlNode {
  return sql`addMilliseconds(${time}, ${millis})`;
}

/** Adds months to a timestamp with time zone by its wall clock. */
function addMonthsInZone(value: Operand, months: SqlNode, call: EmitCall): MadeTuple {
  const zone = { kind: 'sql', node: zoneOf(value) } as const;
  const wall = wallOfInstant(instantOf(value), zone, call.zones);
  const moved = call.name(sql`addMonths(${wall}, ${months})`);
  return zonedValue(instantOfWall(moved, zone, call.zones), zoneOf(value));
}

interface Sign {
  readonly of: (text: SqlNode) => SqlNode;
}
const plus: Sign = { of: (text) => text };
const minus: Sign = { of: (text) => sql`negate(${text})` };

/** An interval counts milliseconds, so the time does. */
function milliseconds(index: number) {
  return (types: readonly Type[]): Type => {
    const time = types[index];
    if (time?.kind !== 'timestamp') throw new Error('BUG: not a timestamp');
    return { ...time, precision: Math.max(3, time.precision) };
  };
}

/** A time plus or minus an interval, in this order of the arguments or the other. */
function shifts(sign: Sign, timeFirst: boolean): Overload[] {
  const make = (
    time: string,
    interval: string,
    emit: (time: Operand, interval: Operand, call: EmitCall) => SqlNode | MadeTuple,
  ): Overload => ({
    signature: timeFirst ? `(${time}, ${interval}) -> ${time}` : `(${interval}, ${time}) -> ${time}`,
    ...(time.startsWith('timestamp') && interval === 'interval day to second'
      ? { returns: milliseconds(timeFirst ? 0 : 1) }
      : {}),
    emit(args, call) {
      const [first, second] = args;
      if (!first || !second) throw new Error('BUG: an operation lacks an operand');
      return timeFirst ? emit(first, second, call) : emit(second, first, call);
    },
  });
  const [seconds, months] = ['interval day to second', 'interval year to month'] as const;
  return [
    make('date', seconds, (time, interval, call) =>
      call.check(
        sql`notEquals(modulo(${interval.node}, ${day}), 0)`,
        'INVALID_FUNCTION_ARGUMENT',
        said`Cannot add hour, minutes or seconds to a date`,
        addMillis(time.node, sign.of(interval.node)),
      ),
    ),
    make('date', months, (time, interval) => sql`addMonths(${time.node}, ${sign.of(interval.node)})`),
    make('timestamp(p)', seconds, (time, interval) => addMillis(time.node, sign.of(interval.node))),
    make('timestamp(p)', months, (time, interval) => sql`addMonths(${time.node}, ${sign.of(interval.node)})`),
    make('timestamp(p) with time zone', seconds, (time, interval) =>
      zonedValue(addMillis(instantOf(time), sign.of(interval.node)), zoneOf(time)),
    ),
    make('timestamp(p) with time zone', months, (time, interval, call) =>
      addMonthsInZone(time, sign.of(interval.node), call),
    ),
    make('time(p)', seconds, (time, interval) => {
      const micros = sql`plus(${time.node}, multiply(${sign.of(interval.node)}, 1000))`;
      return sql`positiveModulo(${micros}, toInt64(86400000000))`;
    }),
  ];
}

const intervals = ['interval day to second', 'interval year to month'] as const;

function intervalPairs(operation: SqlNode): Overload[] {
  return intervals.map((name) => native(`(${name}, ${name}) -> ${name}`, (a, b) => sql`${operation}(${a}, ${b})`));
}

/** `+` of times and intervals. */
export const timeSums: readonly Overload[] = [
  ...intervalPairs(sql`plus`),
  ...shifts(plus, true),
  ...shifts(plus, false),
];

function millisBetween(first: SqlNode, second: SqlNode): SqlNode {
  return sql`intDiv(minus(toUnixTimestamp64Micro(${first}), toUnixTimestamp64Micro(${second})), 1000)`;
}

/** `-` of times and intervals. */
export const timeDifferences: readonly Overload[] = [
  ...intervalPairs(sql`minus`),
  ...shifts(minus, true),
  plain('(date, date) -> interval day to second', millisBetween),
  plain('(timestamp(p), timestamp(q)) -> interval day to second', millisBetween),
  composed(
    '(timestamp(p) with time zone, timestamp(q) with time zone) -> interval day to second',
    (_call, first, second) => millisBetween(instantOf(first), instantOf(second)),
  ),
  plain('(time(p), time(q)) -> interval day to second', (a, b) => sql`intDiv(minus(${a}, ${b}), 1000)`),
];

function scaled(interval: SqlNode, factor: SqlNode, operation: 'multiply' | 'divide'): SqlNode {
  return sql`toInt64(round(${raw(operation)}(toFloat64(${interval}), ${factor})))`;
}

/** An interval times a number, or a number times an interval. */
export const intervalProducts: readonly Overload[] = intervals.flatMap((name) => [
  native(`(${name}, bigint) -> ${name}`, (a, b) => sql`multiply(${a}, ${b})`),
  native(`(bigint, ${name}) -> ${name}`, (a, b) => sql`multiply(${a}, ${b})`),
  plain(`(${name}, double) -> ${name}`, (interval, factor) => scaled(interval, factor, 'multiply')),
  plain(`(double, ${name}) -> ${name}`, (factor, interval) => scaled(interval, factor, 'multiply')),
]);

/** An interval divided by a number. */
export const intervalDivision: readonly Overload[] = intervals.map((name) =>
  plain(`(${name}, double) -> ${name}`, (interval, divisor) => scaled(interval, divisor, 'divide')),
);
