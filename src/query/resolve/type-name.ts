import { said } from '../../base/index.ts';
import { type TypeName, reject } from '../sql/index.ts';
import { type PlainKind, type Type, types } from '../types/index.ts';

const plainNames: Readonly<Record<string, PlainKind>> = {
  boolean: 'boolean',
  tinyint: 'tinyint',
  smallint: 'smallint',
  integer: 'integer',
  int: 'integer',
  bigint: 'bigint',
  long: 'bigint',
  real: 'real',
  double: 'double',
  varbinary: 'varbinary',
  date: 'date',
  json: 'json',
  'interval day to second': 'interval day to second',
  'interval year to month': 'interval year to month',
};

/** Turns a type as written into a type. */
export function resolveTypeName(name: TypeName): Type {
  const plain = Object.hasOwn(plainNames, name.name) ? plainNames[name.name] : undefined;
  if (plain !== undefined && name.parameters.length === 0) return { kind: plain };
  const [first, second] = name.parameters;
  switch (name.name) {
    case 'varchar':
      return { kind: 'varchar', length: numberParameter(name, first, null) };
    case 'string':
      return types.varchar;
    case 'char':
      return { kind: 'char', length: numberParameter(name, first, 1) ?? 1 };
    case 'decimal':
    case 'numeric':
      return decimal(name, numberParameter(name, first, 38) ?? 38, numberParameter(name, second, 0) ?? 0);
    case 'timestamp':
      return { kind: 'timestamp', precision: precisionOf(name, first), zone: name.withTimeZone };
    case 'time':
      if (name.withTimeZone) break;
      return { kind: 'time', precision: precisionOf(name, first) };
    case 'array':
      return { kind: 'array', element: typeParameter(name, first) };
    case 'map':
      return { kind: 'map', key: typeParameter(name, first), value: typeParameter(name, second) };
    case 'row':
      return {
        kind: 'row',
        fields: name.parameters.map((parameter, index) => ({
          name: name.fieldNames[index] ?? null,
          type: typeParameter(name, parameter),
        })),
      };
    default:
  }
  return reject('unknown-type', said`Unknown type: ${name.name}`, name.span);
}

function decimal(name: TypeName, precision: number, scale: number): Type {
  if (precision < 1 || precision > 38 || scale > precision) {
    reject(
      'unknown-type',
      said`DECIMAL(${precision}, ${scale}): at most 38 digits, and no more after the point`,
      name.span,
    );
  }
  return { kind: 'decimal', precision, scale };
}

function precisionOf(name: TypeName, parameter: TypeName | number | undefined): number {
  const precision = numberParameter(name, parameter, 3) ?? 3;
  if (precision > 6) reject('unknown-type', said`Times have at most six decimals, not ${precision}`, name.span);
  return precision;
}

function numberParameter(
  name: TypeName,
  parameter: TypeName | number | undefined,
  otherwise: number | null,
): number | null {
  if (parameter === undefined) return otherwise;
  if (typeof parameter !== 'number') return reject('unknown-type', said`Unknown type: ${name.name}`, name.span);
  return parameter;
}

function typeParameter(name: TypeName, parameter: TypeName | number | undefined): Type {
  if (parameter === undefined || typeof parameter === 'number') {
    return reject('unknown-type', said`${name.name} needs the types of what it holds`, name.span);
  }
  return resolveTypeName(parameter);
}
