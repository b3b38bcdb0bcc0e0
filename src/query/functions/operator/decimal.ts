import type { Overload } from '../catalogue.ts';
import { type Type, literal as quote, engineType } from '../../types/index.ts';

type Decimal = Extract<Type, { kind: 'decimal' }>;

function both(types: readonly Type[]): readonly [Decimal, Decimal] {
  const [a, b] = types;
  if (a?.kind !== 'decimal' || b?.kind !== 'decimal') throw new Error('BUG: not decimals');
  return [a, b];
}

function decimal(precision: number, scale: number): Decimal {
  return { kind: 'decimal', precision: Math.min(38, precision), scale: Math.min(38, scale) };
}

function wide(text: string | undefined, scale: number): string {
  return `toDecimal256(${text}, ${scale})`;
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
    emit([left, right], call) {
      const [a, b] = both(call.argumentTypes);
      const { result } = call;
      if (result.kind !== 'decimal') throw new Error('BUG: not a decimal');
      const scale = Math.max(a.scale, b.scale);
      const limit = `toDecimal256('1${'0'.repeat(result.precision - result.scale)}', 0)`;
      const cast = (text: string) => {
        const named = call.name(text);
        const value = `CAST(${named}, ${quote(engineType(result))})`;
        return call.check(
          `greaterOrEquals(abs(${named}), ${limit})`,
          'NUMERIC_VALUE_OUT_OF_RANGE',
          'Decimal overflow',
          value,
        );
      };
      if (operation === 'plus' || operation === 'minus') {
        return cast(`${operation}(${wide(left?.text, scale)}, ${wide(right?.text, scale)})`);
      }
      if (operation === 'multiply')
        return cast(`multiply(${wide(left?.text, a.scale)}, ${wide(right?.text, b.scale)})`);
      const divisor = `if(equals(${right?.text}, 0), ${wide("'1'", b.scale)}, ${wide(right?.text, b.scale)})`;
      const quotient = `divide(${wide(left?.text, result.scale + 1)}, ${divisor})`;
      const rest = `minus(${wide(left?.text, scale)}, multiply(trunc(divide(${wide(left?.text, scale)}, ${divisor})), ${wide(right?.text, scale)}))`;
      const value = operation === 'divide' ? `round(${quotient}, ${result.scale})` : rest;
      return call.check(`equals(${right?.text}, 0)`, 'DIVISION_BY_ZERO', 'Division by zero', cast(value));
    },
  };
}
