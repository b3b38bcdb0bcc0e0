import { type Span, unreachable, said } from '../../base/index.ts';
import { type Literal, reject } from '../sql/index.ts';
import { parseDate, parseDayInterval, parseTime, parseTimestamp, parseYearInterval } from './time-text.ts';
import type { Typed } from './typed.ts';
import { type Type, types, varcharOf } from '../types/index.ts';

function constant(value: string | boolean | null, type: Type, span: Span): Typed {
  return { kind: 'literal', value, type, span };
}

/** The number of characters that a text has for SQL: code points. */
export function characterCount(text: string): number {
  return Array.from(text).length;
}

/** Gives a literal its type. Dates, times and intervals become whole numbers of their unit, as text. */
export function resolveLiteral(literal: Literal): Typed {
  const { span } = literal;
  switch (literal.kind) {
    case 'null':
      return constant(null, types.unknown, span);
    case 'boolean':
      return constant(literal.value, types.boolean, span);
    case 'integer':
      return resolveInteger(literal.text, span);
    case 'double':
      return constant(doubleText(literal.text), types.double, span);
    case 'string':
      return constant(literal.value, varcharOf(characterCount(literal.value)), span);
    case 'binary':
      return constant(literal.hex, types.varbinary, span);
    case 'interval':
      return resolveInterval(literal);
    case 'typed':
      return resolveTyped(literal.typeName, literal.value, span);
    default:
      return unreachable(literal);
  }
}

function resolveInteger(text: string, span: Span): Typed {
  const value = BigInt(text.replace(/^-/, '').replaceAll('_', '')) * (text.startsWith('-') ? -1n : 1n);
  if (value >= -(2n ** 31n) && value < 2n ** 31n) return constant(String(value), types.integer, span);
  if (value >= -(2n ** 63n) && value < 2n ** 63n) return constant(String(value), types.bigint, span);
  return reject(
    'invalid-literal',
    said`Invalid numeric literal: ${text}`,
    span,
    said`write it as a double, 1e20, or as text`,
  );
}

function doubleText(text: string): string {
  const value = Number(text.replaceAll('_', ''));
  return Object.is(value, -0) ? '-0' : String(value);
}

function resolveInterval(literal: Extract<Literal, { kind: 'interval' }>): Typed {
  const yearly = literal.unit === 'year' || literal.unit === 'month';
  const parse = yearly ? parseYearInterval : parseDayInterval;
  const negative = literal.value.startsWith('-');
  const size = parse(negative ? literal.value.slice(1) : literal.value, literal.unit, literal.to);
  if (size === null) reject('invalid-literal', said`'${literal.value}' is not a valid interval literal`, literal.span);
  const signed = negative === literal.negative ? size : -size;
  return constant(String(signed), yearly ? types.yearInterval : types.dayInterval, literal.span);
}

function resolveTyped(typeName: string, text: string, span: Span): Typed {
  switch (typeName) {
    case 'date': {
      const micros = parseDate(text);
      return micros === null ? invalid(typeName, text, span) : constant(String(micros), types.date, span);
    }
    case 'timestamp': {
      const parsed = parseTimestamp(text);
      if (!parsed) return invalid(typeName, text, span);
      const type: Type = { kind: 'timestamp', precision: parsed.precision, zone: parsed.zone !== null };
      return constant(parsed.zone === null ? String(parsed.micros) : `${parsed.micros} ${parsed.zone}`, type, span);
    }
    case 'time': {
      const parsed = parseTime(text);
      if (!parsed) return invalid(typeName, text, span);
      return constant(String(parsed.micros), { kind: 'time', precision: parsed.precision }, span);
    }
    case 'decimal':
      return resolveDecimal(text, span);
    case 'varchar':
      return constant(text, types.varchar, span);
    case 'json':
    case 'bigint':
    case 'integer':
    case 'smallint':
    case 'tinyint':
    case 'double':
    case 'real':
    case 'boolean': {
      const value = constant(text, varcharOf(characterCount(text)), span);
      return { kind: 'cast', value, type: { kind: typeName }, safe: false, span };
    }
    default:
      return reject('unknown-type', said`Unknown type: ${typeName}`, span);
  }
}

function invalid(typeName: string, text: string, span: Span): never {
  return reject('invalid-literal', said`'${text}' is not a valid ${typeName} literal`, span);
}

function resolveDecimal(text: string, span: Span): Typed {
  const match = /^\s*([+-]?)(\d*)(?:\.(\d*))?\s*$/.exec(text);
  const [, sign = '', whole = '', fraction = ''] = match ?? [];
  const digits = whole.replace(/^0+/, '');
  if (!match || (whole === '' && fraction === '') || digits.length + fraction.length > 38) {
    return invalid('decimal', text, span);
  }
  const precision = Math.max(1, digits.length + fraction.length);
  const value = `${sign === '-' ? '-' : ''}${digits || '0'}${fraction === '' ? '' : `.${fraction}`}`;
  return constant(value, { kind: 'decimal', precision, scale: fraction.length }, span);
}
