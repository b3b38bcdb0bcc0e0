import { said } from '../../../base/index.ts';
import type { EmitCall, Overload } from '../catalogue.ts';
import { called } from '../define.ts';
import { raw, sql, type SqlNode } from '../../types/index.ts';

type Small = 'tinyint' | 'smallint' | 'integer';

const small: readonly {
  readonly name: Small;
  readonly engine: string;
  readonly least: number;
  readonly greatest: number;
}[] = [
  { name: 'tinyint', engine: 'Int8', least: -128, greatest: 127 },
  { name: 'smallint', engine: 'Int16', least: -32768, greatest: 32767 },
  { name: 'integer', engine: 'Int32', least: -2147483648, greatest: 2147483647 },
];

const operations = { plus: said`addition`, minus: said`subtraction`, multiply: said`multiplication` } as const;

/** Integer operations fail where the result does not fit their type. */
export function integerOverloads(operation: keyof typeof operations): Overload[] {
  const narrow = small.map(({ name, engine, least, greatest }): Overload => {
    return called(`(${name}, ${name}) -> ${name}`, (call, a, b) => {
      const result = call.name(sql`${raw(operation)}(toInt64(${a}), toInt64(${b}))`);
      const outside = sql`or(less(${result}, ${least}), greater(${result}, ${greatest}))`;
      const value = sql`to${raw(engine)}(${result})`;
      return call.check(outside, 'NUMERIC_VALUE_OUT_OF_RANGE', said`${name} ${operations[operation]} overflow`, value);
    });
  });
  const wide = called('(bigint, bigint) -> bigint', (call, a, b) => bigintOperation(operation, call, a, b));
  return [...narrow, wide];
}

function bigintOperation(operation: keyof typeof operations, call: EmitCall, a: SqlNode, b: SqlNode): SqlNode {
  const message = said`bigint ${operations[operation]} overflow`;
  if (operation === 'multiply') {
    const wide = call.name(sql`multiply(toInt128(${a}), toInt128(${b}))`);
    const outside = sql`or(less(${wide}, toInt128(-9223372036854775808)), greater(${wide}, toInt128(9223372036854775807)))`;
    return call.check(outside, 'NUMERIC_VALUE_OUT_OF_RANGE', message, sql`toInt64(${wide})`);
  }
  const result = call.name(sql`${raw(operation)}(${a}, ${b})`);
  // The sign of a wrapped result differs from both operands' (the operand's and the negated one's).
  const wrapped =
    operation === 'plus'
      ? sql`bitAnd(bitXor(${a}, ${result}), bitXor(${b}, ${result}))`
      : sql`bitAnd(bitXor(${a}, ${b}), bitXor(${a}, ${result}))`;
  return call.check(sql`less(${wrapped}, 0)`, 'NUMERIC_VALUE_OUT_OF_RANGE', message, result);
}

/** `/` cuts toward zero, `%` has the sign of the dividend; both fail over zero. */
export function integerDivision(operation: 'divide' | 'modulo'): Overload[] {
  return (['tinyint', 'smallint', 'integer', 'bigint'] as const).map((name): Overload => {
    const engine = { tinyint: 'Int8', smallint: 'Int16', integer: 'Int32', bigint: 'Int64' }[name];
    return called(`(${name}, ${name}) -> ${name}`, (call, a, b) => {
      const divisor = call.literal(1);
      const isSafe = typeof divisor === 'string' && divisor !== '0' && divisor !== '-1';
      const [plain, orNull] =
        operation === 'divide' ? (['intDiv', 'intDivOrNull'] as const) : (['modulo', 'moduloOrNull'] as const);
      if (isSafe) return sql`to${raw(engine)}(${raw(plain)}(${a}, ${b}))`;
      const zero = sql`equals(${b}, 0)`;
      if (operation === 'modulo') {
        const rest = sql`if(equals(${b}, -1), to${raw(engine)}(0), to${raw(engine)}(${raw(orNull)}(${a}, ${b})))`;
        return call.check(zero, 'DIVISION_BY_ZERO', said`Division by zero`, rest);
      }
      const quotient = call.name(sql`${raw(orNull)}(${a}, ${b})`);
      const fits = call.check(
        sql`and(equals(${b}, -1), isNull(${quotient}))`,
        'NUMERIC_VALUE_OUT_OF_RANGE',
        said`${name} division overflow`,
        quotient,
      );
      return call.check(zero, 'DIVISION_BY_ZERO', said`Division by zero`, fits);
    });
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
    return called(`(${name}) -> ${name}`, (call, a) =>
      call.check(
        sql`equals(${a}, ${raw(least)})`,
        'NUMERIC_VALUE_OUT_OF_RANGE',
        said`${name} negation overflow`,
        sql`to${raw(engine)}(negate(${a}))`,
      ),
    );
  },
);
