import type { Type } from '../../types/index.ts';
import type { Emitter } from '../emitter.ts';

/** One conversion of a value that is not NULL and whose SQL may be repeated. */
export interface Conversion {
  readonly emitter: Emitter;
  readonly value: string;
  readonly from: Type;
  readonly to: Type;
  /** Fails with INVALID_CAST_ARGUMENT where the condition (never NULL) holds, else gives the value. */
  readonly check: (failed: string, value: string) => string;
  /** Names SQL so that it can be repeated. */
  readonly name: (text: string) => string;
  /** Prints a conversion between other types, of SQL that is simple and not NULL. */
  readonly convert: (value: string, from: Type, to: Type) => string;
  /** Prints a lambda of so many parameters. What is named within stays within. */
  readonly lambda: (count: number, print: (inner: Conversion, ...variables: string[]) => string) => string;
}

/** Gives the value of an OrNull form, and fails where it is NULL. */
export function checkNull(conversion: Conversion, value: string): string {
  const named = conversion.name(value);
  return conversion.check(`isNull(${named})`, named);
}
