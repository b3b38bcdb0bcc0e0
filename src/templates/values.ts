import { type Said, said } from '../base/index.ts';
import { maxTextLength } from './limits.ts';

/** A text that a function made safe, in the dialect of that function and in no other. */
export class SafeText {
  readonly text: string;
  /** The name of the function. */
  readonly by: string;

  constructor(text: string, by: string) {
    this.text = text;
    this.by = by;
  }
}

/** Deeper values are not written. */
const deepest = 32;

/** Why a value cannot be had; `fail` ends the filling in. */
export type Fail = (message: Said) => never;

export type Dict = Readonly<Record<string, unknown>>;

export function isDict(value: unknown): value is Dict {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof SafeText);
}

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** A member of a dict by name, of a list by number; undefined where there is none. Nothing is inherited. */
export function memberOf(value: unknown, key: unknown): unknown {
  if (isList(value)) {
    const index = typeof key === 'number' ? key : Number.NaN;
    return value[index < 0 ? value.length + index : index];
  }
  const name = typeof key === 'number' ? String(key) : key;
  return isDict(value) && typeof name === 'string' && Object.hasOwn(value, name) ? value[name] : undefined;
}

export function isTrue(value: unknown): boolean {
  if (value instanceof SafeText) return value.text !== '';
  if (isList(value)) return value.length > 0;
  return isDict(value) ? Object.keys(value).length > 0 : Boolean(value);
}

/** A value as text: nothing for what is missing, JSON for lists and dicts. */
export function textOf(value: unknown, fail: Fail): string {
  if (value instanceof SafeText) return value.text;
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return jsonOf(value, fail);
}

/** JSON. Values may hold the same part many times over, so what is written is bounded as it is written. */
export function jsonOf(value: unknown, fail: Fail): string {
  const parts: string[] = [];
  let length = 0;
  const write = (text: string): void => {
    length += text.length;
    if (length > maxTextLength) fail(said`a text has at most ${maxTextLength} characters`);
    parts.push(text);
  };
  const walk = (one: unknown, depth: number): void => {
    if (depth > deepest) fail(said`a value is nested more than ${deepest} deep`);
    if (isList(one)) {
      write('[');
      for (const [index, item] of one.entries()) {
        if (index > 0) write(',');
        walk(item, depth + 1);
      }
      write(']');
    } else if (isDict(one)) {
      write('{');
      for (const [index, [name, item]] of Object.entries(one).entries()) {
        write(`${index > 0 ? ',' : ''}${JSON.stringify(name)}:`);
        walk(item, depth + 1);
      }
      write('}');
    } else {
      const plain = one instanceof SafeText ? one.text : one;
      const isJson = typeof plain === 'string' || typeof plain === 'boolean' || Number.isFinite(plain);
      write(isJson ? JSON.stringify(plain) : 'null');
    }
  };
  walk(value, 0);
  return parts.join('');
}

export function isEqual(left: unknown, right: unknown, fail: Fail): boolean {
  const [a, b] = [left, right].map((value) => (value instanceof SafeText ? value.text : (value ?? null)));
  const areWhole = typeof a === 'object' && typeof b === 'object' && a !== null && b !== null;
  return areWhole ? jsonOf(a, fail) === jsonOf(b, fail) : a === b;
}

/** Numbers by size, texts by their characters; undefined for what has no order. */
export function compared(left: unknown, right: unknown): number | undefined {
  const [a, b] = [left, right].map((value) => (value instanceof SafeText ? value.text : value));
  const areNumbers = typeof a === 'number' && typeof b === 'number';
  const areTexts = typeof a === 'string' && typeof b === 'string';
  if (areNumbers) return a - b;
  return areTexts ? (a < b ? -1 : Number(a > b)) : undefined;
}
