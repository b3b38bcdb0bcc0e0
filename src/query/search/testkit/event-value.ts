/** A number as it was written. */
export class NumberText {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

/** A JSON value that keeps how its numbers are written. */
export type Value = null | boolean | string | NumberText | readonly Value[] | { readonly [name: string]: Value };

/** Parses JSON, numbers as they are written. */
export function parseValue(text: string): Value {
  return JSON.parse(text, (_name, value: unknown, context?: { source?: string }) => {
    if (typeof value === 'number') return new NumberText(context?.source ?? String(value));
    return typeof value === 'string' ? value.toWellFormed() : value;
  }) as Value;
}

export function isObject(value: Value | undefined): value is { readonly [name: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof NumberText);
}

export function isArray(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** Compact text of a value; `string` says how strings are written. */
export function write(value: Value, string: (text: string) => string, number = (source: string) => source): string {
  if (value instanceof NumberText) return number(value.source);
  if (typeof value === 'string') return string(value);
  if (isArray(value)) return `[${value.map((item) => write(item, string, number)).join(',')}]`;
  if (!isObject(value)) return String(value);
  const members = Object.entries(value).map(([name, member]) => `${string(name)}:${write(member, string, number)}`);
  return `{${members.join(',')}}`;
}

/**
 * A body as the store keeps it: numbers that the engine cannot read become text, and so does what nests deeper than 200.
 */
export function asStored(value: Value, depth = 0): Value {
  if (value instanceof NumberText) return isEngineNumber(value.source) ? value : value.source;
  if (!isObject(value) && !isArray(value)) return value;
  if (depth === 200) return write(stored(value, depth), (text) => JSON.stringify(text));
  return stored(value, depth);
}

function stored(value: readonly Value[] | { readonly [name: string]: Value }, depth: number): Value {
  if (isArray(value)) return value.map((item) => asStored(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name.toWellFormed(), asStored(member, depth + 1)]),
  );
}

function isEngineNumber(source: string): boolean {
  if (!Number.isFinite(Number(source))) return false;
  if (!/^-?\d+$/.test(source)) return true;
  return BigInt(source) >= -(2n ** 63n) && BigInt(source) < 2n ** 64n;
}
