import { said } from '../../base/index.ts';
import type { CatalogueFunction, EmitCall, Overload } from './catalogue.ts';
import { type Doc, composed, native, scalarsOf } from './define.ts';
import { carriedZone, momentTypes, wallOf } from './date-moment.ts';
import { type Operand, instantOf, sql, type SqlNode, raw } from '../types/index.ts';
import { offsetAt } from './zone.ts';

const scalar = scalarsOf('date');

function ofMoments(field: string): Overload[] {
  return momentTypes.map((type) =>
    composed(`(${type}) -> bigint`, (call, value) => sql`toInt64(${raw(field)}(${wallOf(call, value, type)}))`),
  );
}

/** The part of an interval of so many of its units, below the next larger part. */
function ofInterval(interval: 'day to second' | 'year to month', unit: number, next: number | null): Overload {
  return native(`(interval ${interval}) -> bigint`, (size) => {
    const whole = sql`intDiv(${size}, ${unit})`;
    return next === null ? whole : sql`modulo(${whole}, ${next})`;
  });
}

function zonePart(call: EmitCall, value: Operand, hours: boolean): SqlNode {
  const offset = offsetAt(instantOf(value), carriedZone(value), call.zones);
  return hours ? sql`toInt64(intDiv(${offset}, 3600))` : sql`toInt64(intDiv(modulo(${offset}, 3600), 60))`;
}

function field(
  names: string | readonly [string, ...string[]],
  called: string,
  doc: Doc,
  ...more: Overload[]
): CatalogueFunction {
  const name = typeof names === 'string' ? names : names[0];
  return scalar(names, doc, `${name}(from_unixtime(__time__))`, ...ofMoments(called), ...more);
}

/** The fields that EXTRACT knows besides those of time zones. */
const extractable: Readonly<Record<string, string>> = {
  year: 'toYear',
  quarter: 'toQuarter',
  month: 'toMonth',
  week: 'toISOWeek',
  day: 'toDayOfMonth',
  day_of_month: 'toDayOfMonth',
  day_of_week: 'toDayOfWeek',
  dow: 'toDayOfWeek',
  day_of_year: 'toDayOfYear',
  doy: 'toDayOfYear',
  year_of_week: 'toISOYear',
  yow: 'toISOYear',
  hour: 'toHour',
  minute: 'toMinute',
  second: 'toSecond',
};

export const dateFieldFunctions = [
  scalar(
    'extract',
    [
      'A field of a time, as in extract(hour FROM t).',
      '取出时间的字段，如 extract(hour FROM t)。',
      '時刻のフィールド。例：extract(hour FROM t)。',
    ],
    'extract(hour FROM from_unixtime(__time__))',
    ...momentTypes.map((type) =>
      composed(`(varchar, ${type}) -> bigint`, (call, _field, value) => {
        const name = String(call.literal(0)).toLowerCase();
        const found = Object.hasOwn(extractable, name) ? extractable[name] : undefined;
        if (found !== undefined) return sql`toInt64(${raw(found)}(${wallOf(call, value, type)}))`;
        const zone = /^timezone_(hour|minute)$/.exec(name)?.[1];
        if (zone === undefined || type !== 'timestamp(p) with time zone')
          return call.reject(said`Invalid EXTRACT field: ${name}`, 0);
        return zonePart(call, value, zone === 'hour');
      }),
    ),
  ),
  field('year', 'toYear', ['Year.', '年份。', '年。'], ofInterval('year to month', 12, null)),
  field('quarter', 'toQuarter', ['Quarter of the year, 1 to 4.', '季度（1–4）。', '四半期（1–4）。']),
  field('month', 'toMonth', ['Month, 1 to 12.', '月份（1–12）。', '月（1–12）。'], ofInterval('year to month', 1, 12)),
  field(['week', 'week_of_year'], 'toISOWeek', [
    'ISO week of the year, 1 to 53.',
    'ISO 周（1–53）。',
    'ISO 週番号（1–53）。',
  ]),
  field(['year_of_week', 'yow'], 'toISOYear', [
    'Year that the ISO week belongs to.',
    'ISO 周所属的年份。',
    'ISO 週が属する年。',
  ]),
  field(
    ['day', 'day_of_month'],
    'toDayOfMonth',
    ['Day of the month.', '日（月中的第几天）。', '日（月の何日目か）。'],
    ofInterval('day to second', 86_400_000, null),
  ),
  field(['day_of_week', 'dow'], 'toDayOfWeek', [
    'Day of the week, 1 is Monday.',
    '星期几（1 为星期一）。',
    '曜日（1 は月曜）。',
  ]),
  field(['day_of_year', 'doy'], 'toDayOfYear', ['Day of the year.', '一年中的第几天。', '年の何日目か。']),
  field(
    'hour',
    'toHour',
    ['Hour, 0 to 23.', '小时（0–23）。', '時（0–23）。'],
    ofInterval('day to second', 3_600_000, 24),
  ),
  field(
    'minute',
    'toMinute',
    ['Minute, 0 to 59.', '分钟（0–59）。', '分（0–59）。'],
    ofInterval('day to second', 60_000, 60),
  ),
  field(
    'second',
    'toSecond',
    ['Second, 0 to 59.', '秒（0–59）。', '秒（0–59）。'],
    ofInterval('day to second', 1000, 60),
  ),
  field(
    'millisecond',
    'toMillisecond',
    ['Millisecond, 0 to 999.', '毫秒（0–999）。', 'ミリ秒（0–999）。'],
    ofInterval('day to second', 1, 1000),
  ),
  ...(['hour', 'minute'] as const).map((part) =>
    scalar(
      `timezone_${part}`,
      [
        part === 'hour'
          ? 'Whole hours that the time zone is ahead of UTC.'
          : 'Minutes of the time zone beside its whole hours.',
        part === 'hour' ? '时区相对 UTC 的小时数。' : '时区偏移中的分钟部分。',
        part === 'hour' ? 'タイムゾーンの UTC との差（時）。' : 'タイムゾーンの差の分の部分。',
      ],
      `timezone_${part}(current_timestamp)`,
      composed('(timestamp(p) with time zone) -> bigint', (call, value) => zonePart(call, value, part === 'hour')),
    ),
  ),
];
