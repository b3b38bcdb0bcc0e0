import type { CatalogueFunction, EmitCall, Overload } from './catalogue.ts';
import { scalarsOf } from './define.ts';
import type { Sql } from '../types/index.ts';

const scalar = scalarsOf('comparison');

/** The greatest or least of arguments of one type; NaN is passed over where there is a number. */
function extreme(side: 'greatest' | 'least'): Overload {
  return {
    signature: '(T, T...) -> T where T orderable',
    emit(args: readonly Sql[], call: EmitCall) {
      const texts = args.map((argument) => argument.text);
      const [type] = call.argumentTypes;
      if (texts.length === 1) return texts[0] ?? 'NULL';
      const list = `[${texts.join(', ')}]`;
      if (type?.kind === 'double' || type?.kind === 'real') {
        const numbers = call.name(`arrayFilter(e -> not(isNaN(e)), ${list})`);
        return `if(empty(${numbers}), ${texts[0]}, ${side === 'greatest' ? 'arrayMax' : 'arrayMin'}(${numbers}))`;
      }
      if (type?.kind === 'timestamp' && type.zone) {
        const sorted = `${side === 'greatest' ? 'arrayReverseSort' : 'arraySort'}(e -> tupleElement(e, 1), ${list})`;
        return `arrayElement(${sorted}, 1)`;
      }
      return `${side}(${texts.join(', ')})`;
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
