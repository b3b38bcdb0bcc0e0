import type { CatalogueFunction, EmitCall } from '../catalogue.ts';
import { type Operand, sql, type SqlNode } from '../../types/index.ts';
import { type EmitAggregate, aggregate, argument } from './define.ts';

function float(args: readonly Operand[], index = 0): SqlNode {
  return sql`toFloat64(${argument(args, index)})`;
}

/** A function of one column that is NULL where there are fewer values than it needs. */
function ofOne(name: string, least: number): EmitAggregate {
  return (args, call) => {
    const value = call.aggregate(name, [float(args)]);
    if (least < 2) return value;
    return sql`if(less(${call.aggregate('count', [argument(args, 0)])}, ${least}), NULL, ${value})`;
  };
}

function kurtosis(args: readonly Operand[], call: EmitCall): SqlNode {
  const n = call.name(sql`toFloat64(${call.aggregate('count', [argument(args, 0)])})`);
  const pop = call.aggregate('kurtPop', [float(args)]);
  const scale = sql`divide(minus(${n}, 1), multiply(minus(${n}, 2), minus(${n}, 3)))`;
  return sql`if(less(${n}, 4), NULL, multiply(${scale}, minus(multiply(plus(${n}, 1), ${pop}), multiply(3, minus(${n}, 1)))))`;
}

/** Rows count only where both columns have a value. */
function ofTwo(name: string, least: number): EmitAggregate {
  return (args, call) => {
    const value = call.aggregate(name, [float(args, 0), float(args, 1)]);
    return sql`if(less(${pairs(args, call)}, ${least}), NULL, ${finite(value, args, call)})`;
  };
}

/** NULL where the columns have no spread; NaN stays where a value is NaN. */
function finite(value: SqlNode, args: readonly Operand[], call: EmitCall): SqlNode {
  const named = call.name(value);
  const sum = call.aggregate('sum', [sql`plus(${float(args, 0)}, ${float(args, 1)})`]);
  return sql`if(or(isFinite(${named}), not(isFinite(${sum}))), ${named}, NULL)`;
}

function pairs(args: readonly Operand[], call: EmitCall): SqlNode {
  return call.aggregate('count', [sql`if(or(isNull(${argument(args, 0)}), isNull(${argument(args, 1)})), NULL, 1)`]);
}

function paired(args: readonly Operand[], index: number): SqlNode {
  return sql`if(isNull(${argument(args, 1 - index)}), NULL, ${float(args, index)})`;
}

function slope(args: readonly Operand[], call: EmitCall): SqlNode {
  const covariance = call.aggregate('covarPopStable', [float(args, 0), float(args, 1)]);
  return finite(sql`divide(${covariance}, ${call.aggregate('varPopStable', [paired(args, 1)])})`, args, call);
}

function intercept(args: readonly Operand[], call: EmitCall): SqlNode {
  const [y, x] = [call.aggregate('avg', [paired(args, 0)]), call.aggregate('avg', [paired(args, 1)])];
  return sql`minus(${y}, multiply(${slope(args, call)}, ${x}))`;
}

interface One {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly emit: EmitAggregate;
  readonly en: string;
  readonly zh: string;
  readonly ja: string;
}

const ofOneColumn: readonly One[] = [
  {
    name: 'stddev',
    aliases: [`stddev_samp`],
    emit: ofOne('stddevSampStable', 2),
    en: 'Standard deviation of a sample.',
    zh: '样本标准差。',
    ja: '標本標準偏差。',
  },
  {
    name: 'stddev_pop',
    emit: ofOne('stddevPopStable', 1),
    en: 'Standard deviation of a population.',
    zh: '总体标准差。',
    ja: '母標準偏差。',
  },
  {
    name: 'variance',
    aliases: [`var_samp`],
    emit: ofOne('varSampStable', 2),
    en: 'Variance of a sample.',
    zh: '样本方差。',
    ja: '標本分散。',
  },
  {
    name: 'var_pop',
    emit: ofOne('varPopStable', 1),
    en: 'Variance of a population.',
    zh: '总体方差。',
    ja: '母分散。',
  },
  { name: 'skewness', emit: ofOne('skewPop', 3), en: 'Skewness.', zh: '偏度。', ja: '歪度。' },
  {
    name: 'kurtosis',
    emit: kurtosis,
    en: 'Excess kurtosis of a sample.',
    zh: '样本超值峰度。',
    ja: '標本の超過尖度。',
  },
];

const ofTwoColumns: readonly One[] = [
  { name: 'corr', emit: ofTwo('corrStable', 1), en: 'Correlation coefficient.', zh: '相关系数。', ja: '相関係数。' },
  {
    name: 'covar_pop',
    emit: ofTwo('covarPopStable', 1),
    en: 'Covariance of a population.',
    zh: '总体协方差。',
    ja: '母共分散。',
  },
  {
    name: 'covar_samp',
    emit: ofTwo('covarSampStable', 2),
    en: 'Covariance of a sample.',
    zh: '样本协方差。',
    ja: '標本共分散。',
  },
  {
    name: 'regr_slope',
    emit: slope,
    en: 'Slope of the line through (x, y); the arguments are y and x.',
    zh: '回归直线斜率，参数为 y、x。',
    ja: '回帰直線の傾き。引数は y、x。',
  },
  {
    name: 'regr_intercept',
    emit: intercept,
    en: 'Intercept of the line through (x, y); the arguments are y and x.',
    zh: '回归直线截距，参数为 y、x。',
    ja: '回帰直線の切片。引数は y、x。',
  },
];

/** Statistics of one or two columns. */
export const statisticsFunctions: readonly CatalogueFunction[] = [
  ...ofOneColumn.map(({ name, aliases, emit, ...doc }) =>
    aggregate(
      name,
      [
        ['(bigint) -> double', emit],
        ['(double) -> double', emit],
      ],
      doc,
      `${name}("responseStatus.code")`,
      aliases ? { aliases } : {},
    ),
  ),
  ...ofTwoColumns.map(({ name, emit, ...doc }) =>
    aggregate(
      name,
      [
        ['(double, double) -> double', emit],
        ['(real, real) -> real', emit],
      ],
      doc,
      `${name}("responseStatus.code", __time__)`,
    ),
  ),
];
