import { said, type Said } from '../../base/index.ts';
import { literal, sql, lambda, type SqlNode } from '../types/index.ts';
import type { CatalogueFunction, EmitCall } from './catalogue.ts';
import { type Doc, called, scalarsOf } from './define.ts';

const scalar = scalarsOf('unit');
const invalid = 'INVALID_FUNCTION_ARGUMENT';

const sizes = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'] as const;
/** Short and long names, and nanoseconds. */
const spans = [
  ['ns', 'nanoseconds', 1],
  ['us', 'microseconds', 1e3],
  ['ms', 'milliseconds', 1e6],
  ['s', 'seconds', 1e9],
  ['m', 'minutes', 6e10],
  ['h', 'hours', 3.6e12],
  ['d', 'days', 8.64e13],
] as const;

const sizePattern = sql`'^ *([0-9]+(?:[.][0-9]+)?) *([kKMGTPEZY]?B) *$'`;
const spanPattern = sql`'^ *([0-9]+(?:[.][0-9]+)?) *(ns|us|ms|s|m|h|d) *$'`;

/** Reads a number with a unit; `factors` gives the size of each unit. */
function measured(
  call: EmitCall,
  text: SqlNode,
  pattern: SqlNode,
  factors: readonly (readonly [string, number])[],
  what: Said,
): SqlNode {
  const groups = call.name(sql`extractGroups(${text}, ${pattern})`);
  const names = factors.map(([name]) => literal(name));
  const values = factors.map(([, value]) => sql`toFloat64('${value}')`);
  const factor = sql`transform(arrayElement(${groups}, 2), [${names}], [${values}], toFloat64(0))`;
  const value = sql`multiply(toFloat64OrZero(arrayElement(${groups}, 1)), ${factor})`;
  return call.check(sql`empty(${groups})`, invalid, said`This is no ${what}`, value);
}

const sizeFactors = [...sizes, 'EB', 'ZB', 'YB'].map((name, power) => [name, 1024 ** power] as const);
const allSizeFactors = [...sizeFactors, ['kB', 1024] as const];
const spanFactors = spans.map(([name, , value]) => [name, value] as const);

/** A number without needless decimals, and its unit; at most three significant digits as Trino's formats have. */
function withUnit(value: SqlNode, factors: readonly (readonly [string, number])[]): SqlNode {
  const cases = factors.toReversed().map(([name, factor]) => {
    const scaled = sql`divide(${value}, toFloat64('${factor}'))`;
    return sql`greaterOrEquals(abs(${value}), toFloat64('${factor}')), concat(toString(round(${scaled}, 2)), ${literal(name)})`;
  });
  return sql`multiIf(${cases}, concat(toString(round(${value}, 2)), ${literal(factors[0]?.[0] ?? '')}))`;
}

function toSize(name: (typeof sizes)[number], power: number): CatalogueFunction {
  const doc: Doc = [
    `Size of a text such as '2MB' in ${name}.`,
    `把 '2MB' 等大小换算为 ${name}。`,
    `'2MB' などの大きさを ${name} に換算します。`,
  ];
  const functionName = `to_data_size_${name.toLowerCase()}`;
  return scalar(
    functionName,
    doc,
    `${functionName}('2MB')`,
    called('(varchar) -> double', (call, text) => {
      const bytes = measured(call, text, sizePattern, allSizeFactors, said`size of data`);
      return sql`divide(${bytes}, toFloat64('${1024 ** power}'))`;
    }),
  );
}

function toSpan([, name, factor]: (typeof spans)[number]): CatalogueFunction {
  const doc: Doc = [
    `Span of a text such as '3.2h' in ${name}.`,
    `把 '3.2h' 等时长换算为 ${name}。`,
    `'3.2h' などの長さを ${name} に換算します。`,
  ];
  return scalar(
    `to_${name}`,
    doc,
    `to_${name}('3.2h')`,
    called('(varchar) -> double', (call, text) => {
      const nanos = measured(call, text, spanPattern, spanFactors, said`duration`);
      return sql`divide(${nanos}, toFloat64('${factor}'))`;
    }),
  );
}

function converted(call: EmitCall, text: SqlNode): SqlNode {
  return inUnit(call, measured(call, text, sizePattern, allSizeFactors, said`size of data`));
}

/** Bytes in the unit that the second argument names. */
function inUnit(call: EmitCall, bytes: SqlNode): SqlNode {
  const unit = call.literal(1);
  const known = allSizeFactors.find(([name]) => name === unit);
  if (!known) return call.reject(said`The unit is B, KB, MB, GB, TB, PB, EB, ZB or YB`, 1);
  return sql`concat(toString(round(divide(${bytes}, toFloat64('${known[1]}')), 2)), ${literal(known[0])})`;
}

/** As Presto's human_readable_seconds: whole units from weeks down, without those of which there are none. */
function readableSeconds(call: EmitCall, seconds: SqlNode): SqlNode {
  const total = call.name(sql`toInt64(round(least(abs(${seconds}), toFloat64('9000000000000000'))))`);
  const parts = (
    [
      ['week', 604_800, 0],
      ['day', 86_400, 604_800],
      ['hour', 3600, 86_400],
      ['minute', 60, 3600],
      ['second', 1, 60],
    ] as const
  ).map(([name, size, around]) => {
    const rest = around === 0 ? total : sql`modulo(${total}, ${around})`;
    const count = call.name(sql`intDiv(${rest}, ${size})`);
    return sql`if(equals(${count}, 0), '', concat(toString(${count}), if(equals(${count}, 1), ${literal(` ${name}`)}, ${literal(` ${name}s`)})))`;
  });
  const shown = sql`arrayStringConcat(arrayFilter(${lambda('p', sql`notEmpty(p)`)}, [${parts}]), ', ')`;
  const checks = sql`or(isNaN(${seconds}), isInfinite(${seconds}))`;
  const text = sql`concat(if(less(${seconds}, 0), '-', ''), if(equals(${total}, 0), '0 seconds', ${shown}))`;
  return call.check(checks, invalid, said`This is no number of seconds`, text);
}

export const unitFunctions = [
  scalar(
    'parse_data_size',
    ["Bytes of a text such as '2.3MB'.", "解析 '2.3MB' 等为字节数。", "'2.3MB' などをバイト数にします。"],
    "parse_data_size('2.3MB')",
    called(
      '(varchar) -> double',
      (call, text) => sql`round(${measured(call, text, sizePattern, allSizeFactors, said`size of data`)})`,
    ),
  ),
  scalar(
    'convert_data_size',
    [
      'Size of data in the unit that fits best or in a given one.',
      '换算为最合适的或指定的数据单位。',
      '適した単位、または指定の単位に換算します。',
    ],
    "convert_data_size('1200KB', 'MB')",
    called('(varchar) -> varchar', (call, text) =>
      withUnit(call.name(measured(call, text, sizePattern, allSizeFactors, said`size of data`)), sizeFactors),
    ),
    called('(varchar, varchar) -> varchar', converted),
  ),
  scalar(
    'format_data_size',
    [
      'Number of bytes as a text with the unit that fits best or a given one.',
      '把字节数输出为带单位（最合适的或指定的）的文本。',
      'バイト数を、適した単位か指定の単位付きのテキストにします。',
    ],
    "format_data_size(1258291, 'MB')",
    called('(double) -> varchar', (call, x) => withUnit(call.name(x), sizeFactors)),
    called('(double, varchar) -> varchar', (call, x) => inUnit(call, x)),
  ),
  ...sizes.map(toSize),
  scalar(
    'format_duration',
    [
      "Seconds as a text such as '3 minutes, 55 seconds'.",
      "把秒数输出为 '3 minutes, 55 seconds' 形式的文本。",
      "秒数を '3 minutes, 55 seconds' のようなテキストにします。",
    ],
    'format_duration(235)',
    called('(double) -> varchar', readableSeconds),
  ),
  scalar(
    'parse_duration',
    ["Span of a text such as '3.2h'.", "解析 '3.2h' 等为时长。", "'3.2h' などを時間の長さにします。"],
    "parse_duration('3.2h')",
    called(
      '(varchar) -> interval day to second',
      (call, text) =>
        sql`toInt64(round(divide(${measured(call, text, spanPattern, spanFactors, said`duration`)}, 1000000)))`,
    ),
  ),
  scalar(
    'to_most_succinct_time_unit',
    ['Span in the unit that writes it shortest.', '换算为最简洁的时间单位。', '最も短く書ける単位にします。'],
    "to_most_succinct_time_unit('3600s')",
    called('(varchar) -> varchar', (call, text) =>
      withUnit(call.name(measured(call, text, spanPattern, spanFactors, said`duration`)), spanFactors),
    ),
  ),
  ...spans.map(toSpan),
];
