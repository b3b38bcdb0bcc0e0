import { instantOfWall, wallOfInstant } from '../zone.ts';
import { type Type, type Made, type Sql, instantOf, zoneOf, zonedValue } from '../../types/index.ts';
import type { EmitCall, Overload } from '../catalogue.ts';

const day = 'toInt64(86400000)';

function addMillis(time: string, millis: string): string {
  return `addMilliseconds(${time}, ${millis})`;
}

/** Adds months to a timestamp with time zone by its wall clock. */
function addMonthsInZone(value: Sql, months: string, call: EmitCall): Made {
  const zone = { kind: 'sql', text: zoneOf(value) } as const;
  const wall = wallOfInstant(instantOf(value), zone, call.zones);
  const moved = call.name(`addMonths(${wall}, ${months})`);
  return zonedValue(instantOfWall(moved, zone, call.zones), zoneOf(value));
}

interface Sign {
  readonly of: (text: string) => string;
}
const plus: Sign = { of: (text) => text };
const minus: Sign = { of: (text) => `negate(${text})` };

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
    emit: (time: Sql, interval: Sql, call: EmitCall) => string | Made,
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
  const [seconds, months] = ['interval day to second', 'interval year to month'];
  return [
    make('date', seconds, (time, interval, call) =>
      call.check(
        `notEquals(modulo(${interval.text}, ${day}), 0)`,
        'INVALID_FUNCTION_ARGUMENT',
        'Cannot add hour, minutes or seconds to a date',
        addMillis(time.text, sign.of(interval.text)),
      ),
    ),
    make('date', months, (time, interval) => `addMonths(${time.text}, ${sign.of(interval.text)})`),
    make('timestamp(p)', seconds, (time, interval) => addMillis(time.text, sign.of(interval.text))),
    make('timestamp(p)', months, (time, interval) => `addMonths(${time.text}, ${sign.of(interval.text)})`),
    make('timestamp(p) with time zone', seconds, (time, interval) =>
      zonedValue(addMillis(instantOf(time), sign.of(interval.text)), zoneOf(time)),
    ),
    make('timestamp(p) with time zone', months, (time, interval, call) =>
      addMonthsInZone(time, sign.of(interval.text), call),
    ),
    make('time(p)', seconds, (time, interval) => {
      const micros = `plus(${time.text}, multiply(${sign.of(interval.text)}, 1000))`;
      return `positiveModulo(${micros}, toInt64(86400000000))`;
    }),
  ];
}

const intervals = ['interval day to second', 'interval year to month'] as const;

function intervalPairs(operation: string): Overload[] {
  return intervals.map((name): Overload => ({
    signature: `(${name}, ${name}) -> ${name}`,
    nulls: 'native',
    emit: ([a, b]) => `${operation}(${a?.text}, ${b?.text})`,
  }));
}

/** `+` of times and intervals. */
export const timeSums: readonly Overload[] = [...intervalPairs('plus'), ...shifts(plus, true), ...shifts(plus, false)];

function millisBetween(first: string, second: string): string {
  return `intDiv(minus(toUnixTimestamp64Micro(${first}), toUnixTimestamp64Micro(${second})), 1000)`;
}

/** `-` of times and intervals. */
export const timeDifferences: readonly Overload[] = [
  ...intervalPairs('minus'),
  ...shifts(minus, true),
  {
    signature: '(date, date) -> interval day to second',
    emit: ([a, b]) => millisBetween(a?.text ?? '', b?.text ?? ''),
  },
  {
    signature: '(timestamp(p), timestamp(q)) -> interval day to second',
    emit: ([a, b]) => millisBetween(a?.text ?? '', b?.text ?? ''),
  },
  {
    signature: '(timestamp(p) with time zone, timestamp(q) with time zone) -> interval day to second',
    emit: ([a, b]) => (a && b ? millisBetween(instantOf(a), instantOf(b)) : ''),
  },
  {
    signature: '(time(p), time(q)) -> interval day to second',
    emit: ([a, b]) => `intDiv(minus(${a?.text}, ${b?.text}), 1000)`,
  },
];

function scaled(interval: Sql, factor: Sql, operation: string): string {
  return `toInt64(round(${operation}(toFloat64(${interval.text}), ${factor.text})))`;
}

/** An interval times a number, or a number times an interval. */
export const intervalProducts: readonly Overload[] = intervals.flatMap((name): Overload[] => [
  { signature: `(${name}, bigint) -> ${name}`, nulls: 'native', emit: ([a, b]) => `multiply(${a?.text}, ${b?.text})` },
  { signature: `(bigint, ${name}) -> ${name}`, nulls: 'native', emit: ([a, b]) => `multiply(${a?.text}, ${b?.text})` },
  { signature: `(${name}, double) -> ${name}`, emit: ([a, b]) => (a && b ? scaled(a, b, 'multiply') : '') },
  { signature: `(double, ${name}) -> ${name}`, emit: ([a, b]) => (a && b ? scaled(b, a, 'multiply') : '') },
]);

/** An interval divided by a number. */
export const intervalDivision: readonly Overload[] = intervals.map((name): Overload => ({
  signature: `(${name}, double) -> ${name}`,
  emit: ([a, b]) => (a && b ? scaled(a, b, 'divide') : ''),
}));
