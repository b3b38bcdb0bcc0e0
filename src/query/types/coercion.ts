import { type Type, sameType, types } from './type.ts';

const numberRank: Readonly<Partial<Record<Type['kind'], number>>> = {
  tinyint: 1,
  smallint: 2,
  integer: 3,
  bigint: 4,
  decimal: 5,
  real: 6,
  double: 7,
};

const integerDigits: Readonly<Partial<Record<Type['kind'], number>>> = {
  tinyint: 3,
  smallint: 5,
  integer: 10,
  bigint: 19,
};

/** The decimal that holds every value of an integer type, or the type itself. */
export function asDecimal(type: Type): Type {
  const digits = integerDigits[type.kind];
  return digits === undefined ? type : { kind: 'decimal', precision: digits, scale: 0 };
}

/**
 * The type that both can become without a cast, or null. Besides Trino's rules, JSON and text become text, as SLS allows
 * in CASE.
 */
export function commonType(left: Type, right: Type): Type | null {
  if (sameType(left, right)) return left.kind === 'row' ? commonNested(left, right) : left;
  if (left.kind === 'unknown') return right;
  if (right.kind === 'unknown') return left;
  return commonNumber(left, right) ?? commonText(left, right) ?? commonTime(left, right) ?? commonNested(left, right);
}

function commonNumber(left: Type, right: Type): Type | null {
  const [leftRank, rightRank] = [numberRank[left.kind], numberRank[right.kind]];
  if (leftRank === undefined || rightRank === undefined) return null;
  if (left.kind === 'decimal' || right.kind === 'decimal') {
    const [a, b] = [asDecimal(left), asDecimal(right)];
    if (a.kind === 'decimal' && b.kind === 'decimal') {
      const scale = Math.max(a.scale, b.scale);
      const digits = Math.max(a.precision - a.scale, b.precision - b.scale);
      return { kind: 'decimal', precision: Math.min(38, digits + scale), scale };
    }
  }
  return leftRank > rightRank ? left : right;
}

function commonText(left: Type, right: Type): Type | null {
  const kinds = new Set([left.kind, right.kind]);
  if (left.kind === 'varchar' && right.kind === 'varchar') {
    const unbounded = left.length === null || right.length === null;
    return { kind: 'varchar', length: unbounded ? null : Math.max(left.length, right.length) };
  }
  if (kinds.has('char') && (kinds.has('varchar') || kinds.size === 1)) {
    const lengths = [left, right].map((type) => (type.kind === 'varchar' || type.kind === 'char' ? type.length : null));
    if (lengths.includes(null)) return types.varchar;
    return { kind: 'char', length: Math.max(...lengths.map((length) => length ?? 0)) };
  }
  return kinds.has('json') && kinds.has('varchar') ? types.varchar : null;
}

function commonTime(left: Type, right: Type): Type | null {
  const [a, b] = left.kind === 'date' ? [left, right] : [right, left];
  if (a.kind === 'date' && b.kind === 'timestamp') return b;
  if (left.kind === 'timestamp' && right.kind === 'timestamp') {
    return {
      kind: 'timestamp',
      precision: Math.max(left.precision, right.precision),
      zone: left.zone || right.zone,
    };
  }
  if (left.kind === 'time' && right.kind === 'time') {
    return { kind: 'time', precision: Math.max(left.precision, right.precision) };
  }
  return null;
}

function commonNested(left: Type, right: Type): Type | null {
  if (left.kind === 'array' && right.kind === 'array') {
    const element = commonType(left.element, right.element);
    return element && { kind: 'array', element };
  }
  if (left.kind === 'map' && right.kind === 'map') {
    const key = commonType(left.key, right.key);
    const value = commonType(left.value, right.value);
    return key && value && { kind: 'map', key, value };
  }
  if (left.kind !== 'row' || right.kind !== 'row' || left.fields.length !== right.fields.length) return null;
  const fields = [];
  for (const [index, field] of left.fields.entries()) {
    const other = right.fields[index];
    const type = other && commonType(field.type, other.type);
    if (!type) return null;
    fields.push({ name: field.name === other.name ? field.name : null, type });
  }
  return { kind: 'row', fields };
}

/** Says whether a value becomes the other type without a cast. */
export function isCoercible(from: Type, to: Type): boolean {
  if (sameType(from, to)) return true;
  if (from.kind === 'json' && to.kind === 'varchar') return false;
  const common = commonType(from, to);
  if (common === null) return false;
  if (sameType(common, to)) return true;
  // A longer text fits where a function says only `varchar(x)`; a decimal fits where it says another precision.
  return from.kind === to.kind && (to.kind === 'varchar' || to.kind === 'decimal' || to.kind === 'timestamp');
}

/** How far a coercion reaches; among overloads that fit, the nearest is taken. Null where there is none. */
export function coercionCost(from: Type, to: Type): number | null {
  if (sameType(from, to) || from.kind === 'unknown') return 0;
  if (!isCoercible(from, to)) return null;
  const [fromRank, toRank] = [numberRank[from.kind], numberRank[to.kind]];
  if (fromRank !== undefined && toRank !== undefined) {
    return toRank - fromRank;
  }
  if (from.kind === to.kind) return 0.1;
  return from.kind === 'date' && to.kind === 'timestamp' && to.zone ? 2 : 1;
}
