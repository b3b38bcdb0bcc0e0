import type { CatalogueFunction, Overload } from '../catalogue.ts';
import { decimalOverload } from './decimal.ts';
import { operator } from './doc.ts';
import { integerDivision, integerNegation, integerOverloads } from './integer.ts';
import { intervalDivision, intervalProducts, timeDifferences, timeSums } from './time.ts';

function floats(operation: string): Overload[] {
  return (['double', 'real'] as const).map((name): Overload => {
    const engine = name === 'double' ? 'Float64' : 'Float32';
    return {
      signature: `(${name}, ${name}) -> ${name}`,
      nulls: 'native',
      emit: ([a, b]) => `to${engine}(${operation}(${a?.text}, ${b?.text}))`,
    };
  });
}

/** Over zero it is NaN, over infinity the dividend; the engine computes neither. */
function floatModulo(name: 'double' | 'real'): Overload {
  const engine = name === 'double' ? 'Float64' : 'Float32';
  return {
    signature: `(${name}, ${name}) -> ${name}`,
    nulls: 'native',
    emit([a, b]) {
      const divisor = `if(or(equals(${b?.text}, 0), not(isFinite(${b?.text}))), 1., ${b?.text})`;
      const special = `equals(${b?.text}, 0), nan, and(isInfinite(${b?.text}), isFinite(${a?.text})), ${a?.text}, isNaN(${b?.text}), nan`;
      return `to${engine}(multiIf(${special}, modulo(${a?.text}, ${divisor})))`;
    },
  };
}

const negations: readonly Overload[] = [
  ...integerNegation,
  { signature: '(double) -> double', nulls: 'native', emit: ([a]) => `negate(${a?.text})` },
  { signature: '(real) -> real', nulls: 'native', emit: ([a]) => `negate(${a?.text})` },
  { signature: '(decimal(p,s)) -> decimal(p,s)', nulls: 'native', emit: ([a]) => `negate(${a?.text})` },
  {
    signature: '(interval day to second) -> interval day to second',
    nulls: 'native',
    emit: ([a]) => `negate(${a?.text})`,
  },
  {
    signature: '(interval year to month) -> interval year to month',
    nulls: 'native',
    emit: ([a]) => `negate(${a?.text})`,
  },
];

/** Arithmetic of numbers, times and intervals. */
export const arithmetic: readonly CatalogueFunction[] = [
  operator(
    '+',
    [...integerOverloads('plus'), decimalOverload('plus'), ...floats('plus'), ...timeSums],
    {
      en: 'Sum of numbers, or a time and an interval. Fails where an integer overflows.',
      zh: '数值之和，或时间与间隔之和；整数溢出时报错。',
      ja: '数値の和、または時刻と間隔の和。整数が溢れると失敗。',
    },
    '1 + 2',
  ),
  operator(
    '-',
    [...integerOverloads('minus'), decimalOverload('minus'), ...floats('minus'), ...timeDifferences],
    {
      en: 'Difference of numbers, of times, or of a time and an interval.',
      zh: '数值之差、时间之差，或时间减间隔。',
      ja: '数値の差、時刻の差、または時刻と間隔の差。',
    },
    '3 - 2',
  ),
  operator(
    '*',
    [...integerOverloads('multiply'), decimalOverload('multiply'), ...floats('multiply'), ...intervalProducts],
    { en: 'Product of numbers.', zh: '数值之积。', ja: '数値の積。' },
    '2 * 3',
  ),
  operator(
    '/',
    [...integerDivision('divide'), decimalOverload('divide'), ...floats('divide'), ...intervalDivision],
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
