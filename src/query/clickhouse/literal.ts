import { instantOfWall } from '../functions/index.ts';
import {
  constant,
  engineType,
  isInteger,
  literal,
  nullableEngineType,
  type Operand,
  parameter,
  present,
  raw,
  sql,
  type SqlNode,
  type Type,
  zonedValue,
} from '../types/index.ts';
import type { Emitter } from './emitter.ts';

/** Makes a constant of a type. Text of users is bound; numbers were read and written anew when they were resolved. */
export function emitLiteral(emitter: Emitter, value: string | boolean | null, type: Type): Operand {
  if (value === null) return { node: nullOf(type), nullable: true };
  if (typeof value === 'boolean') return present(sql`${value ? 1 : 0}`);
  if (type.kind === 'timestamp' && type.zone) return zoned(emitter, value);
  return present(constant(constantOf(value, type)));
}

function constantOf(value: string, type: Type): SqlNode {
  if (isInteger(type)) return sql`to${raw(engineType(type))}(${raw(value)})`;
  switch (type.kind) {
    case 'real':
    case 'double':
      return sql`to${raw(engineType(type))}(${raw(floatText(value))})`;
    case 'decimal':
      return sql`CAST(${literal(value)}, ${literal(engineType(type))})`;
    case 'varchar':
    case 'json':
      return parameter(value, 'String');
    case 'char':
      return parameter(value.padEnd(type.length), 'String');
    case 'varbinary':
      return sql`unhex(${literal(value)})`;
    case 'date':
    case 'timestamp':
      return instant(value);
    case 'time':
    case 'interval day to second':
    case 'interval year to month':
      return sql`toInt64(${raw(value)})`;
    default:
      throw new Error(`BUG: there are no literals of type ${type.kind}`);
  }
}

function nullOf(type: Type): SqlNode {
  if (type.kind === 'unknown') return constant(sql`NULL`);
  return constant(sql`CAST(NULL, ${literal(nullableEngineType(type))})`);
}

function floatText(value: string): string {
  if (value === 'Infinity') return 'inf';
  if (value === '-Infinity') return '-inf';
  if (value === 'NaN') return 'nan';
  return /[.e]/.test(value) ? value : `${value}.`;
}

function instant(micros: string): SqlNode {
  return sql`fromUnixTimestamp64Micro(toInt64(${raw(micros)}), 'UTC')`;
}

/** A timestamp with its zone: the wall clock in microseconds, a blank, the zone. */
function zoned(emitter: Emitter, value: string): Operand {
  const [micros = '0', zone = 'UTC'] = value.split(' ');
  const made = instantOfWall(instant(micros), { kind: 'constant', name: zone }, emitter.zones);
  return { ...zonedValue(made, parameter(zone, 'String')), nullable: false };
}
