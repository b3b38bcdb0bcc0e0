import type { EmitCall, Overload } from '../catalogue.ts';
import type { Sql } from '../../types/index.ts';

type Small = 'tinyint' | 'smallint' | 'integer';

const small: readonly {
  readonly name: Small;
  readonly engine: string;
  readonly least: string;
  readonly greatest: string;
}[] = [
  { name: 'tinyint', engine: 'Int8', least: '-128', greatest: '127' },
  { name: 'smallint', engine: 'Int16', least: '-32768', greatest: '32767' },
  { name: 'integer', engine: 'Int32', least: '-2147483648', greatest: '2147483647' },
];

const words = { plus: 'addition', minus: 'subtraction', multiply: 'multiplication' } as const;

/** Integer operations fail where the result does not fit their type. */
export function integerOverloads(operation: keyof typeof words): Overload[] {
  const narrow = small.map(({ name, engine, least, greatest }): Overload => {
    return {
      signature: `(${name}, ${name}) -> ${name}`,
      emit([a, b], call) {
        const result = call.name(`${operation}(toInt64(${a?.text}), toInt64(${b?.text}))`);
        const outside = `or(less(${result}, ${least}), greater(${result}, ${greatest}))`;
        return call.check(
          outside,
          'NUMERIC_VALUE_OUT_OF_RANGE',
          `${name} ${words[operation]} overflow`,
          `to${engine}(${result})`,
        );
      },
    };
  });
  const wide: Overload = {
    signature: '(bigint, bigint) -> bigint',
    emit: (args, call) => bigintOperation(operation, args, call),
  };
  return [...narrow, wide];
}

function bigintOperation(operation: keyof typeof words, [a, b]: readonly Sql[], call: EmitCall): string {
  if (!a || !b) throw new Error('BUG: an operation lacks an operand');
  const message = `bigint ${words[operation]} overflow`;
  if (operation === 'multiply') {
    const wide = call.name(`multiply(toInt128(${a.text}), toInt128(${b.text}))`);
    const outside = `or(less(${wide}, toInt128(-9223372036854775808)), greater(${wide}, toInt128(9223372036854775807)))`;
    return call.check(outside, 'NUMERIC_VALUE_OUT_OF_RANGE', message, `toInt64(${wide})`);
  }
  const result = call.name(`${operation}(${a.text}, ${b.text})`);
  // The sign of a wrapped result differs from both operands' (the operand's and the negated one's).
  const wrapped =
    operation === 'plus'
      ? `bitAnd(bitXor(${a.text}, ${result}), bitXor(${b.text}, ${result}))`
      : `bitAnd(bitXor(${a.text}, ${b.text}), bitXor(${a.text}, ${result}))`;
  return call.check(`less(${wrapped}, 0)`, 'NUMERIC_VALUE_OUT_OF_RANGE', message, result);
}

/** `/` cuts toward zero, `%` has the sign of the dividend; both fail over zero. */
export function integerDivision(operation: 'divide' | 'modulo'): Overload[] {
  return (['tinyint', 'smallint', 'integer', 'bigint'] as const).map((name): Overload => {
    const engine = { tinyint: 'Int8', smallint: 'Int16', integer: 'Int32', bigint: 'Int64' }[name];
    return {
      signature: `(${name}, ${name}) -> ${name}`,
      emit([a, b], call) {
        const divisor = call.literal(1);
        const isSafe = typeof divisor === 'string' && divisor !== '0' && divisor !== '-1';
        const [plain, orNull] = operation === 'divide' ? ['intDiv', 'intDivOrNull'] : ['modulo', 'moduloOrNull'];
        if (isSafe) return `to${engine}(${plain}(${a?.text}, ${b?.text}))`;
        const zero = `equals(${b?.text}, 0)`;
        if (operation === 'modulo') {
          const rest = `if(equals(${b?.text}, -1), to${engine}(0), to${engine}(${orNull}(${a?.text}, ${b?.text})))`;
          return call.check(zero, 'DIVISION_BY_ZERO', 'Division by zero', rest);
        }
        const quotient = call.name(`${orNull}(${a?.text}, ${b?.text})`);
        const fits = call.check(
          `and(equals(${b?.text}, -1), isNull(${quotient}))`,
          'NUMERIC_VALUE_OUT_OF_RANGE',
          `${name} division overflow`,
          quotient,
        );
        return call.check(zero, 'DIVISION_BY_ZERO', 'Division by zero', fits);
      },
    };
  });
}

/** `-x`: the least integer has no opposite. */
export const integerNegation: readonly Overload[] = (['tinyint', 'smallint', 'integer', 'bigint'] as const).map(
  (name): Overload => {
    const [engine, least] = (
      {
        tinyint: ['Int8', '-128'],
        smallint: ['Int16', '-32768'],
        integer: ['Int32', '-2147483648'],
        bigint: ['Int64', '-9223372036854775808'],
      } as const
    )[name];
    return {
      signature: `(${name}) -> ${name}`,
      emit: ([a], call) =>
        call.check(
          `equals(${a?.text}, ${least})`,
          'NUMERIC_VALUE_OUT_OF_RANGE',
          `${name} negation overflow`,
          `to${engine}(negate(${a?.text}))`,
        ),
    };
  },
);
