import { said } from '../../../base/index.ts';
import type { Overload } from '../catalogue.ts';
import { type Type, literal as quote, engineType, sql, type SqlNode, raw } from '../../types/index.ts';

type Decimal = Extract<Type, { kind: 'decimal' }>;

function both(types: readonly Type[]): readonly [Decimal, Decimal] {
  const [a, b] = types;
  if (a?.kind !== 'decimal' || b?.kind !== 'decimal') throw new Error('BUG: not decimals');
  return [a, b];
}

function decimal(precision: number, scale: number): Decimal {
  return { kind: 'decimal', precision: Math.min(38, precision), scale: Math.min(38, scale) };
}

function wide(value: SqlNode, scale: number): SqlNode {
  return sql`toDecimal256(${value}, ${scale})`;
}

const signature = '(decimal(p,s), decimal(q,t)) -> decimal(p,s)';

/** Trino's result types of decimal arithmetic, and the operation in 256 bits. */
export function decimalOverload(operation: 'plus' | 'minus' | 'multiply' | 'divide' | 'modulo'): Overload {
  return {
    signature,
    returns(types) {
      const [a, b] = both(types);
      const scale = Math.max(a.scale, b.scale);
      const whole = Math.max(a.precision - a.scale, b.precision - b.scale);
      if (operation === 'multiply') return decimal(a.precision + b.precision, a.scale + b.scale);
      if (operation === 'divide') return decimal(a.precision + b.scale + Math.max(b.scale - a.scale, 0), scale);
      if (operation === 'modulo') return decimal(Math.min(a.precision - a.scale, b.precision - b.scale) + scale, scale);
      return decimal(whole + scale + 1, scale);
    },
    emit(operands, call) {
      const [left, right] = operands.map(({ node }) => node);
      if (!left || !right) throw new Error('BUG: an operation lacks an operand');
      const [a, b] = both(call.argumentTypes);
      const { result } = call;
      if (result.kind !== 'decimal') throw new Error('BUG: not a decimal');
      const scale = Math.max(a.scale, b.scale);
      const limit = sql`toDecimal256('1${raw('0'.repeat(result.precision - result.scale))}', 0)`;
      const cast = (value: SqlNode) => {
        const named = call.name(value);
        const made = sql`CAST(${named}, ${quote(engineType(result))})`;
        return call.check(
          sql`greaterOrEquals(abs(${named}), ${limit})`,
          'NUMERIC_VALUE_OUT_OF_RANGE',
          said`Decimal overflow`,
          made,
        );
      };
      if (operation === 'plus' || operation === 'minus') {
        return cast(sql`${raw(operation)}(${wide(left, scale)}, ${wide(right, scale)})`);
      }
      if (operation === 'multiply') return cast(sql`multiply(${wide(left, a.scale)}, ${wide(right, b.scale)})`);
      const divisor = sql`if(equals(${right}, 0), ${wide(sql`'1'`, b.scale)}, ${wide(right, b.scale)})`;
      const quotient = sql`divide(${wide(left, result.scale + 1)}, ${divisor})`;
      const rest = sql`minus(${wide(left, scale)}, multiply(trunc(divide(${wide(left, scale)}, ${divisor})), ${wide(right, scale)}))`;
      const value = operation === 'divide' ? sql`round(${quotient}, ${result.scale})` : rest;
      return call.check(sql`equals(${right}, 0)`, 'DIVISION_BY_ZERO', said`Division by zero`, cast(value));
    },
  };
}
