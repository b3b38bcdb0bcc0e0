import { said, type Said, type Span, type Text } from '../../base/index.ts';
import { reject } from '../sql/index.ts';
import { commonType, isCoercible, isInteger, type Type, sameType, typeText } from '../types/index.ts';
import type { Typed } from './typed.ts';

/** Makes a value one of another type that it can become without a cast; the caller has made sure of that. */
export function coerce(value: Typed, type: Type): Typed {
  if (sameType(value.type, type)) return value;
  if (value.kind === 'literal' && value.value === null) return { ...value, type };
  // Text only changes its greatest length.
  if (value.type.kind === 'varchar' && type.kind === 'varchar' && value.kind === 'literal') return { ...value, type };
  if (value.kind === 'literal' && isInteger(value.type) && type.kind === 'bigint') return { ...value, type };
  const asText = value.type.kind === 'json' && type.kind === 'varchar';
  return { kind: 'cast', value, type, safe: false, span: value.span, ...(asText ? { asText } : {}) };
}

/** The type that all values can become, or null. */
export function commonTypeOf(values: readonly Typed[]): Type | null {
  let common: Type | null = null;
  for (const value of values) {
    common = common === null ? value.type : commonType(common, value.type);
    if (common === null) return null;
  }
  return common;
}

/** Coerces all values to their common type; `what` begins the message where there is none. */
export function coerceAll(
  values: readonly Typed[],
  what: Said,
  span: Span,
): { readonly values: Typed[]; readonly type: Type } {
  const type = commonTypeOf(values);
  if (type === null) {
    const seen = [...new Set(values.map((value) => typeText(value.type)))];
    return reject(
      'type-mismatch',
      said`${what} must be the same type or coercible to a common type: ${seen.join(', ')}`,
      span,
      said`use CAST`,
    );
  }
  return { values: values.map((value) => coerce(value, type)), type };
}

/** Coerces a value to a type, or refuses it with a message. */
export function demand(value: Typed, type: Type, message: Text, hint?: Text): Typed {
  if (!isCoercible(value.type, type)) reject('type-mismatch', message, value.span, hint);
  return coerce(value, type);
}
