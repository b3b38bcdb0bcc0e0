import type { CatalogueFunction, EmitCall, Overload } from './catalogue.ts';
import { scalarsOf } from './define.ts';
import { lambda, type Operand, raw, sql } from '../types/index.ts';

const scalar = scalarsOf('comparison');

/** The greatest or least of arguments of one type; NaN is passed over where there is a number. */
function extreme(side: 'greatest' | 'least'): Overload {
  return {
    signature: '(T, T...) -> T where T orderable',
    emit(args: readonly Operand[], call: EmitCall) {
      const values = args.map((argument) => argument.node);
      const [first = sql`NULL`] = values;
      const [type] = call.argumentTypes;
      if (values.length === 1) return first;
      if (type?.kind === 'double' || type?.kind === 'real') {
        const numbers = call.name(sql`arrayFilter(${lambda('e', sql`not(isNaN(e))`)}, [${values}])`);
        return sql`if(empty(${numbers}), ${first}, ${raw(side === 'greatest' ? 'arrayMax' : 'arrayMin')}(${numbers}))`;
      }
      if (type?.kind === 'timestamp' && type.zone) {
        const sort = raw(side === 'greatest' ? 'arrayReverseSort' : 'arraySort');
        return sql`arrayElement(${sort}(${lambda('e', sql`tupleElement(e, 1)`)}, [${values}]), 1)`;
      }
      return sql`${raw(side)}(${values})`;
    },
  };
}

/** Functions that compare their arguments. */
export const greatestFunctions: readonly CatalogueFunction[] = [
  scalar(
    'greatest',
    [
      'Greatest of the arguments; NULL if any is NULL.',
      '参数中的最大值；有 NULL 时为 NULL。',
      '引数の最大値。NULL があれば NULL。',
    ],
    'greatest("responseStatus.code", 200)',
    extreme('greatest'),
  ),
  scalar(
    'least',
    [
      'Least of the arguments; NULL if any is NULL.',
      '参数中的最小值；有 NULL 时为 NULL。',
      '引数の最小値。NULL があれば NULL。',
    ],
    'least("responseStatus.code", 200)',
    extreme('least'),
  ),
];
