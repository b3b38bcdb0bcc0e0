import { invariant } from '../../base/index.ts';

/** Kinds of types that have no parameters. */
export type PlainKind =
  | 'unknown'
  | 'boolean'
  | 'tinyint'
  | 'smallint'
  | 'integer'
  | 'bigint'
  | 'real'
  | 'double'
  | 'varbinary'
  | 'date'
  | 'json'
  | 'interval day to second'
  | 'interval year to month'
  | 'hyperloglog';

export interface RowField {
  readonly name: string | null;
  readonly type: Type;
}

/** Trino's types. A varchar of unbounded length has length null. */
export type Type =
  | { readonly kind: PlainKind }
  | { readonly kind: 'varchar'; readonly length: number | null }
  | { readonly kind: 'char'; readonly length: number }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'time'; readonly precision: number }
  | { readonly kind: 'timestamp'; readonly precision: number; readonly zone: boolean }
  | { readonly kind: 'array'; readonly element: Type }
  | { readonly kind: 'map'; readonly key: Type; readonly value: Type }
  | { readonly kind: 'row'; readonly fields: readonly RowField[] }
  | { readonly kind: 'function'; readonly parameters: readonly Type[]; readonly result: Type };

export type TypeKind = Type['kind'];

function plain(kind: PlainKind): Type {
  return { kind };
}

/** The types that are needed by name. */
export const types = {
  unknown: plain('unknown'),
  boolean: plain('boolean'),
  tinyint: plain('tinyint'),
  smallint: plain('smallint'),
  integer: plain('integer'),
  bigint: plain('bigint'),
  real: plain('real'),
  double: plain('double'),
  varbinary: plain('varbinary'),
  date: plain('date'),
  json: plain('json'),
  dayInterval: plain('interval day to second'),
  yearInterval: plain('interval year to month'),
  varchar: { kind: 'varchar', length: null } as Type,
  timestamp: { kind: 'timestamp', precision: 3, zone: false } as Type,
  zonedTimestamp: { kind: 'timestamp', precision: 3, zone: true } as Type,
} as const;

/** Returns a varchar of at most so many characters. */
export function varcharOf(length: number | null): Type {
  return { kind: 'varchar', length };
}

/** Returns the type of arrays of these elements. */
export function arrayOf(element: Type): Type {
  return { kind: 'array', element };
}

/** Spells a type as Trino does: `varchar(3)`, `map(varchar, bigint)`, `timestamp(3) with time zone`. */
export function typeText(type: Type): string {
  switch (type.kind) {
    case 'varchar':
      return type.length === null ? 'varchar' : `varchar(${type.length})`;
    case 'char':
      return `char(${type.length})`;
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'time':
      return `time(${type.precision})`;
    case 'timestamp':
      return `timestamp(${type.precision})${type.zone ? ' with time zone' : ''}`;
    case 'array':
      return `array(${typeText(type.element)})`;
    case 'map':
      return `map(${typeText(type.key)}, ${typeText(type.value)})`;
    case 'row':
      return `row(${type.fields.map((field) => (field.name === null ? '' : `${field.name} `) + typeText(field.type)).join(', ')})`;
    case 'function':
      return `function(${[...type.parameters, type.result].map(typeText).join(',')})`;
    default:
      return type.kind;
  }
}

/** Says whether two types are the same. Names of row fields do not count. */
export function sameType(left: Type, right: Type): boolean {
  if (left.kind !== right.kind) return false;
  switch (left.kind) {
    case 'array':
      return right.kind === 'array' && sameType(left.element, right.element);
    case 'map':
      return right.kind === 'map' && sameType(left.key, right.key) && sameType(left.value, right.value);
    case 'row':
      return (
        right.kind === 'row' &&
        left.fields.length === right.fields.length &&
        left.fields.every((field, index) => {
          const other = right.fields[index];
          return other !== undefined && sameType(field.type, other.type);
        })
      );
    default:
      return typeText(left) === typeText(right);
  }
}

const integerKinds = ['tinyint', 'smallint', 'integer', 'bigint'] as const;

/** Says whether the type is one of the four integer types. */
export function isInteger(type: Type): boolean {
  return integerKinds.some((kind) => kind === type.kind);
}

/** Says whether the type is a number. */
export function isNumeric(type: Type): boolean {
  return isInteger(type) || type.kind === 'double' || type.kind === 'real' || type.kind === 'decimal';
}

/** Says whether values of the type have an order. */
export function isOrderable(type: Type): boolean {
  switch (type.kind) {
    case 'map':
    case 'json':
    case 'function':
    case 'hyperloglog':
      return false;
    case 'array':
      return isOrderable(type.element);
    case 'row':
      return type.fields.every((field) => isOrderable(field.type));
    default:
      return true;
  }
}

/** Says whether values of the type can be told apart by `=`. */
export function isComparable(type: Type): boolean {
  switch (type.kind) {
    case 'function':
    case 'hyperloglog':
      return false;
    case 'array':
      return isComparable(type.element);
    case 'map':
      return isComparable(type.key) && isComparable(type.value);
    case 'row':
      return type.fields.every((field) => isComparable(field.type));
    default:
      return true;
  }
}

const plainEngineTypes: Readonly<Partial<Record<TypeKind, string>>> = {
  unknown: 'Nothing',
  boolean: 'UInt8',
  tinyint: 'Int8',
  smallint: 'Int16',
  integer: 'Int32',
  bigint: 'Int64',
  time: 'Int64',
  'interval day to second': 'Int64',
  'interval year to month': 'Int64',
  real: 'Float32',
  double: 'Float64',
  varchar: 'String',
  char: 'String',
  varbinary: 'String',
  json: 'String',
  hyperloglog: 'String',
  date: "DateTime64(6, 'UTC')",
};

/** The ClickHouse type that holds the values of a type, without Nullable around it. */
export function engineType(type: Type): string {
  switch (type.kind) {
    case 'decimal':
      return `Decimal(${type.precision}, ${type.scale})`;
    case 'timestamp':
      return type.zone ? "Tuple(DateTime64(6, 'UTC'), String)" : "DateTime64(6, 'UTC')";
    case 'array':
      return `Tuple(Array(${nullableEngineType(type.element)}))`;
    case 'map':
      return `Tuple(Array(${nullableEngineType(type.key)}), Array(${nullableEngineType(type.value)}))`;
    case 'row':
      return `Tuple(${type.fields.map((field) => nullableEngineType(field.type)).join(', ')})`;
    default: {
      const plain = plainEngineTypes[type.kind];
      invariant(plain !== undefined, `${type.kind} is no type of values`);
      return plain;
    }
  }
}

/** The ClickHouse type that holds the values of a type or NULL. */
export function nullableEngineType(type: Type): string {
  return `Nullable(${engineType(type)})`;
}
