import { raw, sql, type SqlNode } from '../../types/index.ts';
import type { CatalogueFunction, Overload } from '../catalogue.ts';
import { native } from '../define.ts';
import { decimalOverload } from './decimal.ts';
import { operator } from './doc.ts';
import { integerDivision, integerNegation, integerOverloads } from './integer.ts';
import { intervalDivision, intervalProducts, timeDifferences, timeSums } from './time.ts';

function floats(operation: SqlNode): Overload[] {
  return (['double', 'real'] as const).map((name): Overload => {
    const engine = name === 'double' ? 'Float64' : 'Float32';
    return native(`(${name}, ${name}) -> ${name}`, (a, b) => sql`to${raw(engine)}(${operation}(${a}, ${b}))`);
  });
}

/** Over zero it is NaN, over infinity the dividend; the engine computes neither. */
function floatModulo(name: 'double' | 'real'): Overload {
  const engine = name === 'double' ? 'Float64' : 'Float32';
  return native(`(${name}, ${name}) -> ${name}`, (a, b) => {
    const divisor = sql`if(or(equals(${b}, 0), not(isFinite(${b}))), 1., ${b})`;
    const special = sql`equals(${b}, 0), nan, and(isInfinite(${b}), isFinite(${a})), ${a}, isNaN(${b}), nan`;
    return sql`to${raw(engine)}(multiIf(${special}, modulo(${a}, ${divisor})))`;
  });
}

const negations: readonly Overload[] = [
  ...integerNegation,
  ...['double', 'real', 'decimal(p,s)', 'interval day to second', 'interval year to month'].map((name) =>
    native(`(${name}) -> ${name}`, (a) => sql`negate(${a})`),
  ),
];

/** Arithmetic of numbers, times and intervals. */
export const arithmetic: readonly CatalogueFunction[] = [
  operator(
    '+',
    [...integerOverloads('plus'), decimalOverload('plus'), ...floats(sql`plus`), ...timeSums],
    {
      en: 'Sum of numbers, or a time and an interval. Fails where an integer overflows.',
      zh: '数值之和，或时间与间隔之和；整数溢出时报错。',
      ja: '数値の和、または時刻と間隔の和。整数が溢れると失敗。',
    },
    '1 + 2',
  ),
  operator(
    '-',
    [...integerOverloads('minus'), decimalOverload('minus'), ...floats(sql`minus`), ...timeDifferences],
    {
      en: 'Difference of numbers, of times, or of a time and an interval.',
      zh: '数值之差、时间之差，或时间减间隔。',
      ja: '数値の差、時刻の差、または時刻と間隔の差。',
    },
    '3 - 2',
  ),
  operator(
    '*',
    [...integerOverloads('multiply'), decimalOverload('multiply'), ...floats(sql`multiply`), ...intervalProducts],
    { en: 'Product of numbers.', zh: '数值之积。', ja: '数値の積。' },
    '2 * 3',
  ),
  operator(
    '/',
    [...integerDivision('divide'), decimalOverload('divide'), ...floats(sql`divide`), ...intervalDivision],
    {
      en: 'Quotient; of integers it is cut toward zero. Fails where an integer is divided by zero.',
      zh: '商；整数相除向零取整，除以零报错。',
      ja: '商。整数同士は 0 方向へ切り捨て、0 除算は失敗。',
    },
    '7 / 2',
  ),
  operator(
    '%',
    [...integerDivision('modulo'), decimalOverload('modulo'), floatModulo('double'), floatModulo('real')],
    {
      en: 'Remainder, with the sign of the dividend.',
      zh: '余数，符号与被除数相同。',
      ja: '剰余。符号は被除数と同じ。',
    },
    '7 % 3',
  ),
  operator('negate', negations, { en: 'The opposite number.', zh: '相反数。', ja: '符号を反転した数。' }, '-(2)'),
];
