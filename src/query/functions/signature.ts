import { invariant, unreachable } from '../../base/index.ts';
import {
  coercionCost,
  commonType,
  type PlainKind,
  type Type,
  isComparable,
  isOrderable,
  types,
  varcharOf,
} from '../types/index.ts';

/** A type with variables: upper-case letters stand for types, lower-case ones for lengths and precisions. */
export type Pattern =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'exact'; readonly type: Type }
  | {
      readonly kind: 'sized';
      readonly base: 'varchar' | 'char' | 'time' | 'timestamp' | 'zoned';
      readonly size: string;
    }
  | { readonly kind: 'decimal'; readonly precision: string; readonly scale: string }
  | { readonly kind: 'array'; readonly element: Pattern }
  | { readonly kind: 'map'; readonly key: Pattern; readonly value: Pattern }
  | { readonly kind: 'row'; readonly fields: readonly Pattern[] }
  | { readonly kind: 'function'; readonly parameters: readonly Pattern[]; readonly result: Pattern };

/** A signature as the catalogue writes it: `(array(T), T) -> boolean where T comparable`; `T...` repeats, also not at all. */
export interface Signature {
  readonly text: string;
  readonly parameters: readonly Pattern[];
  readonly variadic: boolean;
  readonly result: Pattern;
  readonly constraints: readonly { readonly name: string; readonly demand: string }[];
}

/** What the variables of a signature stand for in one call. Sizes are numbers; null is an unbounded varchar. */
export interface Bindings {
  readonly types: Map<string, Type>;
  readonly sizes: Map<string, number | null>;
}

const cache = new Map<string, Signature>();

/** Reads a signature. Its text is ours: a mistake in it is a bug. */
export function parseSignature(text: string): Signature {
  const known = cache.get(text);
  if (known) return known;
  const match = /^\((?<parameters>.*)\) -> (?<result>.+?)(?: where (?<demands>.+))?$/.exec(text);
  invariant(match?.groups, `signature "${text}" cannot be read`);
  const { parameters = '', result = '', demands = '' } = match.groups;
  const list = splitTop(parameters);
  const signature: Signature = {
    text,
    parameters: list.map((item) => parsePattern(item.replace(/\.\.\.$/, ''))),
    variadic: list.at(-1)?.endsWith('...') ?? false,
    result: parsePattern(result),
    constraints: splitTop(demands).map((item) => {
      const [name = '', demand = ''] = item.split(' ');
      return { name, demand };
    }),
  };
  cache.set(text, signature);
  return signature;
}

/** Splits at the commas that no parenthesis holds. */
function splitTop(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const [index, character] of Array.from(text).entries()) {
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (character === ',' && depth === 0) {
      parts.push(text.slice(start, index).trim());
      start = index + 1;
    }
  }
  const last = text.slice(start).trim();
  return last === '' ? parts : [...parts, last];
}

function parsePattern(text: string): Pattern {
  if (/^[A-Z]$/.test(text)) return { kind: 'variable', name: text };
  const match = /^(?<base>[a-z ]+?)(?:\((?<inner>.*)\))?(?<zone> with time zone)?$/.exec(text);
  invariant(match?.groups, `type "${text}" of a signature cannot be read`);
  const { base = '', inner, zone } = match.groups;
  const parts = inner === undefined ? [] : splitTop(inner);
  const [first = '', second = ''] = parts;
  switch (base) {
    case 'array':
      return { kind: 'array', element: parsePattern(first) };
    case 'map':
      return { kind: 'map', key: parsePattern(first), value: parsePattern(second) };
    case 'row':
      return { kind: 'row', fields: parts.map(parsePattern) };
    case 'function':
      return {
        kind: 'function',
        parameters: parts.slice(0, -1).map(parsePattern),
        result: parsePattern(parts.at(-1) ?? ''),
      };
    case 'decimal':
      return { kind: 'decimal', precision: first, scale: second };
    default:
      return parseSized(base, inner, zone !== undefined);
  }
}

function parseSized(base: string, size: string | undefined, zone: boolean): Pattern {
  if (base === 'timestamp') {
    if (size !== undefined && /^[a-z]$/.test(size)) return { kind: 'sized', base: zone ? 'zoned' : 'timestamp', size };
    return { kind: 'exact', type: { kind: 'timestamp', precision: Number(size ?? 3), zone } };
  }
  if (base === 'varchar') {
    if (size === undefined) return { kind: 'exact', type: types.varchar };
    return /^[a-z]$/.test(size)
      ? { kind: 'sized', base: 'varchar', size }
      : { kind: 'exact', type: varcharOf(Number(size)) };
  }
  if (base === 'char' || base === 'time') {
    invariant(size !== undefined, `${base} in a signature has a size`);
    return /^[a-z]$/.test(size)
      ? { kind: 'sized', base, size }
      : {
          kind: 'exact',
          type: base === 'char' ? { kind: 'char', length: Number(size) } : { kind: 'time', precision: Number(size) },
        };
  }
  return { kind: 'exact', type: { kind: base as PlainKind } };
}

/** The pattern of the argument at an index. */
export function parameterAt(signature: Signature, index: number): Pattern | undefined {
  if (index < signature.parameters.length) return signature.parameters[index];
  return signature.variadic ? signature.parameters.at(-1) : undefined;
}

/** Says whether a call with so many arguments can be meant. */
export function takesCount(signature: Signature, count: number): boolean {
  const least = signature.parameters.length - (signature.variadic ? 1 : 0);
  return count >= least && (signature.variadic || count <= signature.parameters.length);
}

/**
 * Binds what the pattern leaves open to fit the type, and returns how far the type has to be coerced; null where it
 * does not fit.
 */
export function unify(pattern: Pattern, type: Type, bindings: Bindings): number | null {
  switch (pattern.kind) {
    case 'variable':
      return unifyVariable(pattern.name, type, bindings);
    case 'exact':
      return coercionCost(type, pattern.type);
    case 'sized':
      return unifySized(pattern, type, bindings);
    case 'decimal':
      return unifyDecimal(pattern, type, bindings);
    default:
      return unifyNested(pattern, type, bindings);
  }
}

function unifyVariable(name: string, type: Type, bindings: Bindings): number | null {
  if (type.kind === 'function') return null;
  const bound = bindings.types.get(name);
  const common = bound ? commonType(bound, type) : type;
  if (!common) return null;
  bindings.types.set(name, common);
  return bound ? (coercionCost(type, common) ?? 0) : 0;
}

function unifySized(pattern: Extract<Pattern, { kind: 'sized' }>, type: Type, bindings: Bindings): number | null {
  const previous = bindings.sizes.get(pattern.size);
  const bindSize = (size: number | null) => {
    const widest = previous === undefined ? size : previous === null || size === null ? null : Math.max(previous, size);
    bindings.sizes.set(pattern.size, widest);
  };
  if (type.kind === 'unknown') {
    if (previous === undefined) bindings.sizes.set(pattern.size, pattern.base === 'varchar' ? 0 : 3);
    return 0;
  }
  switch (pattern.base) {
    case 'varchar':
      if (type.kind !== 'varchar' && type.kind !== 'char') return null;
      bindSize(type.length);
      return type.kind === 'char' ? 1 : 0;
    case 'char':
      if (type.kind !== 'char') return null;
      bindSize(type.length);
      return 0;
    case 'time':
      if (type.kind !== 'time') return null;
      bindSize(type.precision);
      return 0;
    default: {
      const zone = pattern.base === 'zoned';
      if (type.kind === 'date') {
        bindSize(zone ? 3 : 0);
        return zone ? 2 : 1;
      }
      if (type.kind !== 'timestamp' || (type.zone && !zone)) return null;
      bindSize(type.precision);
      return type.zone === zone ? 0 : 1;
    }
  }
}

function unifyDecimal(pattern: Extract<Pattern, { kind: 'decimal' }>, type: Type, bindings: Bindings): number | null {
  const sizes: Partial<Record<Type['kind'], readonly [number, number]>> = {
    unknown: [1, 0],
    tinyint: [3, 0],
    smallint: [5, 0],
    integer: [10, 0],
    bigint: [19, 0],
  };
  const [precision, scale] = type.kind === 'decimal' ? [type.precision, type.scale] : (sizes[type.kind] ?? []);
  if (precision === undefined || scale === undefined) return null;
  bindings.sizes.set(pattern.precision, Math.max(bindings.sizes.get(pattern.precision) ?? 0, precision));
  bindings.sizes.set(pattern.scale, Math.max(bindings.sizes.get(pattern.scale) ?? 0, scale));
  return type.kind === 'decimal' || type.kind === 'unknown' ? 0 : 1.5;
}

function unifyNested(pattern: Pattern, type: Type, bindings: Bindings): number | null {
  if (type.kind === 'unknown') return pattern.kind === 'function' ? null : 0;
  if (pattern.kind === 'array') return type.kind === 'array' ? unify(pattern.element, type.element, bindings) : null;
  if (pattern.kind === 'map') {
    if (type.kind !== 'map') return null;
    const key = unify(pattern.key, type.key, bindings);
    const value = unify(pattern.value, type.value, bindings);
    return key === null || value === null ? null : key + value;
  }
  if (pattern.kind === 'row') {
    if (type.kind !== 'row' || type.fields.length !== pattern.fields.length) return null;
    let cost = 0;
    for (const [index, field] of pattern.fields.entries()) {
      const part = unify(field, type.fields[index]?.type ?? types.unknown, bindings);
      if (part === null) return null;
      cost += part;
    }
    return cost;
  }
  return null;
}

/** Puts the bindings in; what nothing has bound is unknown. */
export function instantiate(pattern: Pattern, bindings: Bindings): Type {
  switch (pattern.kind) {
    case 'variable':
      return bindings.types.get(pattern.name) ?? types.unknown;
    case 'exact':
      return pattern.type;
    case 'sized': {
      const size = bindings.sizes.get(pattern.size);
      if (pattern.base === 'varchar') return varcharOf(size ?? null);
      if (pattern.base === 'char') return { kind: 'char', length: size ?? 1 };
      if (pattern.base === 'time') return { kind: 'time', precision: size ?? 3 };
      return { kind: 'timestamp', precision: size ?? 3, zone: pattern.base === 'zoned' };
    }
    case 'decimal': {
      const size = (text: string) => (/^\d+$/.test(text) ? Number(text) : (bindings.sizes.get(text) ?? 0));
      return { kind: 'decimal', precision: size(pattern.precision), scale: size(pattern.scale) };
    }
    case 'array':
      return { kind: 'array', element: instantiate(pattern.element, bindings) };
    case 'map':
      return { kind: 'map', key: instantiate(pattern.key, bindings), value: instantiate(pattern.value, bindings) };
    case 'row':
      return {
        kind: 'row',
        fields: pattern.fields.map((field) => ({ name: null, type: instantiate(field, bindings) })),
      };
    case 'function':
      return {
        kind: 'function',
        parameters: pattern.parameters.map((parameter) => instantiate(parameter, bindings)),
        result: instantiate(pattern.result, bindings),
      };
    default:
      return unreachable(pattern);
  }
}

/** Says whether the bound types are what the signature's `where` demands. */
export function meetsConstraints(signature: Signature, bindings: Bindings): boolean {
  return signature.constraints.every(({ name, demand }) => {
    const type = bindings.types.get(name);
    if (!type) return true;
    return demand === 'orderable' ? isOrderable(type) : isComparable(type);
  });
}
