import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Value } from '../../clickhouse/decode-rows.ts';

/** One of Trino's answers (test/fixtures/sql-vectors). */
export interface Vector {
  readonly name: string;
  readonly topic: string;
  readonly sql: string;
  readonly columns?: readonly { readonly name: string; readonly type: string }[];
  readonly rows?: readonly (readonly unknown[])[];
  readonly error?: { readonly code: string; readonly message: string };
  readonly lax?: boolean | string;
  readonly sls?: string;
  readonly notInSls?: boolean | string;
  readonly zone?: string;
  readonly ordered?: boolean;
}

/** Integers that a JavaScript number cannot hold stay text. */
function exact(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source ?? '';
  return typeof value === 'number' && /^-?\d+$/.test(source) && !Number.isSafeInteger(value) ? source : value;
}

/** Reads the vectors of a file. */
export function readVectors(file: 'expressions' | 'statements'): Vector[] {
  const path = new URL(`../../../../test/fixtures/sql-vectors/${file}.ndjson.gz`, import.meta.url);
  const lines = gunzipSync(readFileSync(path)).toString().trim().split('\n');
  return lines.map((line) => JSON.parse(line, exact) as Vector);
}

/** Reads the lines of the 400 events that the statements read. */
export function readVectorEvents(): string[] {
  const path = new URL('../../../../test/fixtures/sql-vectors/events.ndjson.gz', import.meta.url);
  return gunzipSync(readFileSync(path)).toString().trim().split('\n');
}

function keyText(key: unknown, isDouble: boolean): string {
  if (typeof key === 'string') return key;
  if (isDouble && typeof key === 'number' && Number.isInteger(key)) return `${key}.0`;
  return JSON.stringify(key);
}

/** Says whether a value of an answer is the one that is expected; doubles may differ in their last digits. */
export function sameValue(expected: unknown, actual: Value | undefined, type: string): boolean {
  if (expected === null) return actual === null;
  if (type.startsWith('map(') && Array.isArray(expected)) return sameMap(expected, actual, type);
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((item, index) => sameValue(item, actual[index], innerType(type, index)))
    );
  }
  if (typeof expected === 'number' && typeof actual === 'number') {
    // A real has seven digits, and Java prints some more than it needs.
    const tolerance = type === 'real' ? 1e-6 : 1e-12;
    return (
      expected === actual || Math.abs(expected - actual) <= tolerance * Math.max(Math.abs(expected), Math.abs(actual))
    );
  }
  if (typeof expected === 'string' && typeof actual === 'number') return Number(expected) === actual;
  return Object.is(expected, actual);
}

function sameMap(expected: readonly unknown[], actual: Value | undefined, type: string): boolean {
  if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) return false;
  const entries = new Map(Object.entries(actual));
  const isDouble = /^map\((?:double|real)/.test(type);
  return (
    entries.size === expected.length &&
    expected.every((pair) => {
      const [key, value] = Array.isArray(pair) ? pair : [];
      return sameValue(value, entries.get(keyText(key, isDouble)), valueType(type));
    })
  );
}

function innerType(type: string, index: number): string {
  const inner = type.slice(type.indexOf('(') + 1, -1);
  if (type.startsWith('array(')) return inner;
  return splitTypes(inner)[index] ?? '';
}

function valueType(type: string): string {
  return splitTypes(type.slice(4, -1))[1] ?? '';
}

function splitTypes(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const character of text) {
    if (character === ',' && depth === 0) {
      parts.push(part.trim());
      part = '';
      continue;
    }
    if (character === '(') depth++;
    if (character === ')') depth--;
    part += character;
  }
  return [...parts, part.trim()];
}

/** Says whether all rows are as expected, in order or as a multiset. */
export function sameRows(vector: Vector, rows: readonly (readonly Value[])[]): boolean {
  const expected = vector.rows ?? [];
  const types = vector.columns?.map((column) => column.type) ?? [];
  if (expected.length !== rows.length) return false;
  const same = (left: readonly unknown[], right: readonly Value[] | undefined) =>
    right !== undefined && types.every((type, index) => sameValue(left[index], right[index], type));
  if (vector.ordered !== false) return expected.every((row, index) => same(row, rows[index]));
  const left = [...rows];
  return expected.every((row) => {
    const found = left.findIndex((other) => same(row, other));
    if (found >= 0) left.splice(found, 1);
    return found >= 0;
  });
}
