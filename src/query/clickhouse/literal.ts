import { literal as quote, zonedValue, engineType, isInteger, nullableEngineType, type Type } from '../types/index.ts';
import { type Emitted, type Emitter, constantSql } from './emitter.ts';
import { instantOfWall } from '../functions/index.ts';

/** Prints a constant of a type. Text of users is bound; numbers were read and written anew when they were resolved. */
export function emitLiteral(emitter: Emitter, value: string | boolean | null, type: Type): Emitted {
  if (value === null) return emitNull(type);
  if (typeof value === 'boolean') return constantSql(value ? '1' : '0');
  if (isInteger(type) || type.kind === 'real' || type.kind === 'double') {
    return constantSql(`to${engineType(type)}(${isInteger(type) ? value : floatText(value)})`);
  }
  switch (type.kind) {
    case 'decimal':
      return constantSql(`CAST(${quote(value)}, '${engineType(type)}')`);
    case 'varchar':
    case 'json':
      return constantSql(emitter.parameters.bind(value, 'String'));
    case 'char':
      return constantSql(emitter.parameters.bind(value.padEnd(type.length), 'String'));
    case 'varbinary':
      return constantSql(`unhex('${value}')`);
    case 'date':
      return constantSql(instantText(value));
    case 'timestamp':
      return type.zone ? emitZoned(emitter, value) : constantSql(instantText(value));
    case 'time':
    case 'interval day to second':
    case 'interval year to month':
      return constantSql(`toInt64(${value})`);
    default:
      throw new Error(`BUG: there are no literals of type ${type.kind}`);
  }
}

function emitNull(type: Type): Emitted {
  if (type.kind === 'unknown') return constantSql('NULL', true);
  return constantSql(`CAST(NULL, ${quote(nullableEngineType(type))})`, true);
}

function floatText(value: string): string {
  if (value === 'Infinity') return 'inf';
  if (value === '-Infinity') return '-inf';
  if (value === 'NaN') return 'nan';
  return /[.e]/.test(value) ? value : `${value}.`;
}

function instantText(micros: string): string {
  return `fromUnixTimestamp64Micro(toInt64(${micros}), 'UTC')`;
}

/** A timestamp with its zone: the wall clock in microseconds, a blank, the zone. */
function emitZoned(emitter: Emitter, value: string): Emitted {
  const [micros = '0', zone = 'UTC'] = value.split(' ');
  const wall = instantText(micros);
  const bound = emitter.parameters.bind(zone, 'String');
  const made = zonedValue(instantOfWall(wall, { kind: 'constant', name: zone }, emitter.zones), bound);
  return { ...made, nullable: false, simple: false, weight: 4, fallible: false };
}
