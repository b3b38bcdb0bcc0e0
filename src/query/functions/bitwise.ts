import { said } from '../../base/index.ts';
import { raw, sql, type SqlNode } from '../types/index.ts';
import type { CatalogueFunction, EmitCall } from './catalogue.ts';
import { type Doc, called, native, scalarsOf } from './define.ts';
import { integers } from './math-round.ts';

const scalar = scalarsOf('bitwise');

function binary(name: string, engine: string, doc: Doc): CatalogueFunction {
  return scalar(
    name,
    doc,
    `${name}(12, 10)`,
    native('(bigint, bigint) -> bigint', (a, b) => sql`${raw(engine)}(${a}, ${b})`),
  );
}

const bits = { tinyint: 8, smallint: 16, integer: 32, bigint: 64 } as const;

/** Shifts by as many bits as the type has, or more, leave nothing, or the sign. */
function shift(
  name: string,
  doc: Doc,
  emit: (x: SqlNode, count: SqlNode, engine: SqlNode, size: number) => SqlNode,
): CatalogueFunction {
  return scalar(
    name,
    doc,
    `${name}(8, 2)`,
    ...integers.map((type) =>
      called(`(${type.name}, bigint) -> ${type.name}`, (_call, x, count) =>
        emit(x, count, raw(type.engine), bits[type.name]),
      ),
    ),
  );
}

function bitCount(call: EmitCall, x: SqlNode, size: SqlNode): SqlNode {
  const half = sql`toInt128(pow(2, toFloat64(least(greatest(minus(${size}, 1), 0), 63))))`;
  const kept = sql`if(greaterOrEquals(${size}, 64), ${x}, bitAnd(${x}, toInt64(minus(multiply(${half}, 2), 1))))`;
  const checks = [
    [sql`or(less(${size}, 2), greater(${size}, 64))`, said`Bits specified in bit_count must be between 2 and 64`],
    [
      sql`or(less(toInt128(${x}), negate(${half})), greaterOrEquals(toInt128(${x}), ${half}))`,
      'Number must be representable with the bits specified',
    ],
  ] as const;
  return checks.reduceRight<SqlNode>(
    (value, [failed, message]) => call.check(failed, 'INVALID_FUNCTION_ARGUMENT', message, value),
    sql`toInt64(bitCount(${kept}))`,
  );
}

export const bitwiseFunctions = [
  scalar(
    'bit_count',
    ['Number of bits set in so many bits of a number.', '指定位数中为 1 的位数。', '指定ビット数のうち 1 の個数。'],
    'bit_count(9, 64)',
    called('(bigint, bigint) -> bigint', bitCount),
  ),
  binary('bitwise_and', 'bitAnd', ['Bits set in both numbers.', '按位与。', 'ビットごとの論理積。']),
  binary('bitwise_or', 'bitOr', ['Bits set in either number.', '按位或。', 'ビットごとの論理和。']),
  binary('bitwise_xor', 'bitXor', ['Bits set in one of the numbers.', '按位异或。', 'ビットごとの排他的論理和。']),
  scalar(
    'bitwise_not',
    ['Bits reversed.', '按位取反。', 'ビットの反転。'],
    'bitwise_not(0)',
    native('(bigint) -> bigint', (x) => sql`bitNot(${x})`),
  ),
  shift(
    'bitwise_left_shift',
    ['Bits moved to the left.', '左移。', '左シフト。'],
    (x, count, engine, size) =>
      sql`if(or(less(${count}, 0), greaterOrEquals(${count}, ${size})), to${engine}(0), reinterpretAs${engine}(bitShiftLeft(${x}, ${count})))`,
  ),
  shift(
    'bitwise_right_shift',
    // The engine fills with the sign where either operand has one.
    ['Bits moved to the right, filled with zeros.', '逻辑右移（补 0）。', '論理右シフト（0 で補う）。'],
    (x, count, engine, size) =>
      sql`if(or(less(${count}, 0), greaterOrEquals(${count}, ${size})), to${engine}(0), reinterpretAs${engine}(bitShiftRight(reinterpretAsU${engine}(${x}), toUInt8(${count}))))`,
  ),
  shift(
    'bitwise_right_shift_arithmetic',
    ['Bits moved to the right, filled with the sign.', '算术右移（补符号位）。', '算術右シフト（符号で補う）。'],
    (x, count, engine, size) =>
      sql`if(or(less(${count}, 0), greaterOrEquals(${count}, ${size})), to${engine}(if(less(${x}, 0), -1, 0)), reinterpretAs${engine}(bitShiftRight(${x}, ${count})))`,
  ),
];
