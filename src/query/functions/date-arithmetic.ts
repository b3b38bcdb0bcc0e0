import type { EmitCall, Overload } from './catalogue.ts';
import { composed, scalarsOf } from './define.ts';
import {
  type MomentType,
  carriedZone,
  fromMicros,
  instantOfMoment,
  microsOf,
  momentTypes,
  ownZone,
  wallOf,
  wallSecondsOf,
} from './date-moment.ts';
import { type Unit, isClockUnit, unitMicros, unitOf } from './date-unit.ts';
import { type MadeTuple, type Operand, instantOf, zoneOf, zonedValue, sql, type SqlNode, raw } from '../types/index.ts';
import { instantOfWall, wallOfInstant } from './zone.ts';

const scalar = scalarsOf('date');

/** What makes a unit of fixed length begin where it does, in microseconds: 1970 began on a Thursday, weeks begin on Monday. */
function weekShift(unit: Unit): number {
  return unit === 'week' ? 3 * 86_400_000_000 : 0;
}

/** A wall clock cut to a unit. */
function truncated(wall: SqlNode, unit: Unit): SqlNode {
  const length = unitMicros(unit);
  if (length !== null) {
    return fromMicros(
      sql`minus(${microsOf(wall)}, positiveModulo(plus(${microsOf(wall)}, ${weekShift(unit)}), toInt64(${length})))`,
    );
  }
  const day = truncated(wall, 'day');
  if (unit === 'year') return sql`addDays(${day}, minus(1, toDayOfYear(${wall})))`;
  const month = sql`addDays(${day}, minus(1, toDayOfMonth(${wall})))`;
  return unit === 'month' ? month : sql`addMonths(${month}, negate(modulo(minus(toMonth(${wall}), 1), 3)))`;
}

const adders: Readonly<Record<Unit, string>> = {
  millisecond: 'addMilliseconds',
  second: 'addSeconds',
  minute: 'addMinutes',
  hour: 'addHours',
  day: 'addDays',
  week: 'addWeeks',
  month: 'addMonths',
  quarter: 'addQuarters',
  year: 'addYears',
};

/** The type of a moment once something is done to it. */
function resultOf(type: MomentType): string {
  return type === 'bigint' || type === 'double' || type === 'varchar' ? 'timestamp(3)' : type;
}

/** Applies a change of wall clocks to a moment; what is shorter than a day changes a zoned moment's instant. */
function changed(
  call: EmitCall,
  value: Operand,
  type: MomentType,
  change: { readonly wall: (wall: SqlNode) => SqlNode; readonly instant: ((instant: SqlNode) => SqlNode) | null },
): SqlNode | MadeTuple {
  if (type !== 'timestamp(p) with time zone') return change.wall(wallOf(call, value, type));
  if (change.instant) return zonedValue(change.instant(call.name(instantOf(value))), zoneOf(value));
  const moved = call.name(change.wall(wallOf(call, value, type)));
  return zonedValue(instantOfWall(moved, carriedZone(value), call.zones), zoneOf(value));
}

function trunc(type: MomentType): Overload {
  return composed(`(varchar, ${type}) -> ${resultOf(type)}`, (call, _unit, value) => {
    const unit = unitOf(call, type === 'date' ? 'DATE' : 'TIMESTAMP');
    if (unit === null) return sql`NULL`;
    const length = unitMicros(unit);
    // Whole seconds are cut before they become an instant, which is cheaper.
    if (type === 'bigint' && length !== null && length >= 1_000_000) {
      const wall = wallSecondsOf(call, value.node);
      const rest = sql`positiveModulo(plus(${wall}, ${weekShift(unit) / 1_000_000}), ${length / 1_000_000})`;
      return fromMicros(sql`multiply(minus(${wall}, ${rest}), 1000000)`);
    }
    const inZone = (micros: number) => (instant: SqlNode) => {
      const wall = wallOfInstant(instant, carriedZone(value), call.zones);
      return fromMicros(sql`minus(${microsOf(instant)}, positiveModulo(${microsOf(wall)}, toInt64(${micros})))`);
    };
    return changed(call, value, type, {
      wall: (wall) => truncated(wall, unit),
      instant: isClockUnit(unit) && length !== null ? inZone(length) : null,
    });
  });
}

function add(type: MomentType): Overload {
  return composed(`(varchar, bigint, ${type}) -> ${resultOf(type)}`, (call, _unit, count, value) => {
    const unit = unitOf(call, type === 'date' ? 'DATE' : 'TIMESTAMP');
    if (unit === null) return sql`NULL`;
    const move = (time: SqlNode) => sql`${raw(adders[unit])}(${time}, ${count.node})`;
    return changed(call, value, type, { wall: move, instant: isClockUnit(unit) ? move : null });
  });
}

/** Whole units from one wall clock to another, toward zero. A day that a month lacks is its last. */
function difference(call: EmitCall, first: SqlNode, second: SqlNode, unit: Unit): SqlNode {
  const length = unitMicros(unit);
  if (length !== null) return sql`intDiv(minus(${microsOf(second)}, ${microsOf(first)}), toInt64(${length}))`;
  const early = call.name(sql`least(${first}, ${second})`);
  const late = call.name(sql`greatest(${first}, ${second})`);
  const count = (time: SqlNode) => sql`plus(multiply(toInt64(toYear(${time})), 12), toMonth(${time}))`;
  const months = call.name(sql`minus(${count(late)}, ${count(early)})`);
  const whole = sql`minus(${months}, if(greater(addMonths(${early}, ${months}), ${late}), 1, 0))`;
  const units = unit === 'month' ? whole : sql`intDiv(${whole}, ${unit === 'quarter' ? 3 : 12})`;
  return sql`multiply(toInt64(${units}), if(less(${second}, ${first}), -1, 1))`;
}

function diff(left: MomentType, right: MomentType): Overload {
  return composed(`(varchar, ${left}, ${right}) -> bigint`, (call, _unit, first, second) => {
    const unit = unitOf(call, left === 'date' ? 'DATE' : 'TIMESTAMP');
    if (unit === null) return sql`NULL`;
    const zoned = left === 'timestamp(p) with time zone' || right === 'timestamp(p) with time zone';
    if (!zoned) return difference(call, wallOf(call, first, left), wallOf(call, second, right), unit);
    const [from, to] = [instantOfMoment(call, first, left), instantOfMoment(call, second, right)];
    if (isClockUnit(unit)) return difference(call, from, to, unit);
    const zone = left === 'timestamp(p) with time zone' ? carriedZone(first) : ownZone(call);
    const walls = [from, to].map((instant) => call.name(wallOfInstant(instant, zone, call.zones)));
    return difference(call, walls[0] ?? from, walls[1] ?? to, unit);
  });
}

const loose = ['timestamp(p)', 'timestamp(p) with time zone', 'bigint', 'double', 'varchar'] as const;
const diffs = [diff('date', 'date'), ...loose.flatMap((left) => loose.map((right) => diff(left, right)))];

export const dateArithmeticFunctions = [
  scalar(
    'date_trunc',
    [
      'Time cut to a unit: second, minute, hour, day, week (from Monday), month, quarter or year.',
      '截断到指定单位（second、minute、hour、day、week、month、quarter、year）。',
      '指定した単位（second、minute、hour、day、week、month、quarter、year）に切り捨てます。',
    ],
    "date_trunc('hour', __time__)",
    ...momentTypes.map(trunc),
  ),
  scalar(
    'date_add',
    [
      'Time plus so many units; negative numbers subtract.',
      '加上若干单位（负数表示减）。',
      '単位の数だけ加えます（負なら引きます）。',
    ],
    "date_add('day', -7, current_date)",
    ...momentTypes.map(add),
  ),
  scalar(
    'date_diff',
    [
      'Whole units from the first time to the second.',
      '两个时间之间的完整单位数。',
      '最初の時刻から次の時刻までの、単位の整数個数。',
    ],
    "date_diff('minute', from_unixtime(__time__), now())",
    ...diffs,
  ),
  scalar(
    'last_day_of_month',
    ['The last day of the month.', '当月最后一天。', '月の最後の日。'],
    'last_day_of_month(current_date)',
    ...momentTypes.map((type) =>
      composed(`(${type}) -> date`, (call, value) => {
        const wall = wallOf(call, value, type);
        return sql`addDays(addMonths(${truncated(wall, 'month')}, 1), -1)`;
      }),
    ),
  ),
];
