import { invariant, unreachable } from '../../base/index.ts';
import type { Type } from '../types/index.ts';

/** A value of an answer, as contract and API show it. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/**
 * Turns the engine's rows (JSONCompact, 64-bit integers, decimals and denormals quoted) into the values of the answer: see
 * "Values in rows" of the API's description.
 */
export function decodeRows(types: readonly Type[], rows: readonly (readonly unknown[])[]): Value[][] {
  const decoders = types.map(decoderOf);
  return rows.map((row) => decoders.map((decode, index) => decode(row[index])));
}

type Decode = (value: unknown) => Value;

function decoderOf(type: Type): Decode {
  const decode = decodeOf(type);
  return (value) => (value === null || value === undefined ? null : decode(value));
}

const plainDecoders: Readonly<Partial<Record<Type['kind'], Decode>>> = {
  unknown: () => null,
  boolean: (value) => value === true || value === 1 || value === '1' || value === 'true',
  tinyint: integer,
  smallint: integer,
  integer,
  bigint: integer,
  real: double,
  double,
  varchar: String,
  varbinary: String,
  json: String,
  hyperloglog: String,
  date: (value) => String(value).slice(0, 10),
  'interval day to second': (value) => dayInterval(Number(value)),
  'interval year to month': (value) => yearInterval(Number(value)),
};

function decodeOf(type: Type): Decode {
  switch (type.kind) {
    case 'decimal':
      return (value) => decimal(String(value), type.scale);
    case 'char':
      return (value) => String(value).padEnd(type.length);
    case 'time':
      return (value) => timeText(Number(value), type.precision);
    case 'timestamp':
      return type.zone ? zoned(type.precision) : (value) => wall(String(value), type.precision);
    case 'array':
    case 'map':
    case 'row':
      return nestedDecoder(type);
    default: {
      const plain = plainDecoders[type.kind];
      invariant(plain, `${type.kind} is no type of values`);
      return plain;
    }
  }
}

function integer(value: unknown): Value {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

const denormals: Readonly<Record<string, string>> = { nan: 'NaN', '-nan': 'NaN', inf: 'Infinity', '-inf': '-Infinity' };

function double(value: unknown): Value {
  if (typeof value === 'number') return value;
  return denormals[String(value)] ?? Number(value);
}

function decimal(text: string, scale: number): string {
  if (scale === 0) return text;
  const [whole = '0', fraction = ''] = text.split('.');
  return `${whole}.${fraction.padEnd(scale, '0')}`;
}

/** Timestamps show at least three decimals, more if their type has more. */
function wall(text: string, precision: number): string {
  return text.slice(0, 20 + Math.max(3, precision));
}

function zoned(precision: number): Decode {
  return (value) => {
    const [text, zone] = tuple(value);
    return `${wall(String(text), precision)} ${String(zone)}`;
  };
}

function timeText(micros: number, precision: number): string {
  const text = new Date(Math.floor(micros / 1000)).toISOString().slice(11, 23);
  const rest = String(micros % 1000).padStart(3, '0');
  return `${text}${rest}`.slice(0, 9 + Math.max(3, precision));
}

function dayInterval(millis: number): string {
  const size = Math.abs(millis);
  const clock = new Date(size % 86_400_000).toISOString().slice(11, 23);
  return `${millis < 0 ? '-' : ''}${Math.floor(size / 86_400_000)} ${clock}`;
}

function yearInterval(months: number): string {
  const size = Math.abs(months);
  return `${months < 0 ? '-' : ''}${Math.floor(size / 12)}-${size % 12}`;
}

function tuple(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function nestedDecoder(type: Extract<Type, { kind: 'array' | 'map' | 'row' }>): Decode {
  switch (type.kind) {
    case 'array': {
      const element = decoderOf(type.element);
      return (value) => tuple(tuple(value)[0]).map(element);
    }
    case 'row': {
      const fields = type.fields.map((field) => decoderOf(field.type));
      return (value) => fields.map((decode, index) => decode(tuple(value)[index]));
    }
    case 'map': {
      const [key, item] = [decoderOf(type.key), decoderOf(type.value)];
      return (value) => {
        const [keys, items] = tuple(value).map(tuple);
        const entries = (keys ?? []).map((name, index): [string, Value] => [
          keyText(key(name), type.key),
          item(items?.[index]),
        ]);
        return Object.fromEntries(entries);
      };
    }
    default:
      return unreachable(type);
  }
}

/** Text as it is, other keys as their JSON text; doubles keep a decimal. */
function keyText(key: Value, type: Type): string {
  if (typeof key === 'string') return key;
  const isFloat = type.kind === 'double' || type.kind === 'real';
  if (isFloat && typeof key === 'number' && Number.isInteger(key) && Math.abs(key) < 1e21) return `${key}.0`;
  return JSON.stringify(key);
}
