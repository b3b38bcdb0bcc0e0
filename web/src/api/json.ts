/** A JSON value as it was written: numbers that JavaScript would round keep their text. */
export type Json = null | boolean | number | string | ExactNumber | readonly Json[] | { readonly [key: string]: Json };

/** A number that a double cannot hold, such as one of 30 digits or 1e400. */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toJSON(): string {
    return this.text;
  }
}

export function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);
}

export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The member at the path, or undefined; own members only, so that `constructor` or `__proto__` find nothing. */
export function member(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let current = value;
  for (const name of path) {
    if (!isObject(current) || !Object.hasOwn(current, name)) return undefined;
    current = current[name];
  }
  return current;
}

/** The text at the path; empty where there is none. Numbers and booleans are written out, structures are not. */
export function textAt(value: Json | undefined, ...path: readonly string[]): string {
  const found = member(value, ...path);
  if (typeof found === 'string') return found;
  if (typeof found === 'number' || typeof found === 'boolean') return String(found);
  return found instanceof ExactNumber ? found.text : '';
}

/** The scalar as the text that a search for it would hold. */
export function scalarText(value: Json): string {
  if (typeof value === 'string') return value;
  if (value instanceof ExactNumber) return value.text;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A value of JSON and what is written before it; the end of an array or object is of no value. */
interface Piece {
  readonly before: string;
  readonly value?: Json;
}

/** The value as JSON, without spaces; numbers keep the text that they were read with. Ends early once there are `enough` characters. */
export function jsonText(root: Json, enough = Number.POSITIVE_INFINITY): string {
  let text = '';
  // What is left to write, the last of it first: where a value is deep, calls within calls would run out of stack.
  const left: Piece[] = [{ before: '', value: root }];
  for (let piece = left.pop(); piece && text.length < enough; piece = left.pop()) {
    const { before, value } = piece;
    text += before;
    if (value instanceof ExactNumber) text += value.text;
    else if (isArray(value) || isObject(value)) {
      text += isArray(value) ? '[' : '{';
      left.push({ before: isArray(value) ? ']' : '}' });
      for (const part of piecesOf(value).toReversed()) left.push(part);
    } else if (value !== undefined) text += JSON.stringify(value);
  }
  return text;
}

function piecesOf(value: readonly Json[] | { readonly [key: string]: Json }): readonly Piece[] {
  const comma = (at: number): string => (at === 0 ? '' : ',');
  if (isArray(value)) return value.map((element, at) => ({ before: comma(at), value: element }));
  return Object.entries(value).map(([name, child], at) => ({
    before: `${comma(at)}${JSON.stringify(name)}:`,
    value: child,
  }));
}

/** Parses JSON text; a member named `__proto__` is a member like any other. Throws SyntaxError. */
export function parseJson(text: string): Json {
  return JSON.parse(text, (_key: string, value: Json, context?: { readonly source?: string }) => {
    if (typeof value !== 'number' || context?.source === undefined) return value;
    return isExact(value, context.source) ? value : new ExactNumber(context.source);
  }) as Json;
}

function isExact(value: number, source: string): boolean {
  if (!Number.isFinite(value)) return false;
  return Number.isInteger(value) ? Number.isSafeInteger(value) : source.length <= 17;
}
