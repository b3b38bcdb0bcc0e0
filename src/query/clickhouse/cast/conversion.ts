import { type Type, sql, type SqlNode } from '../../types/index.ts';
import type { Emitter } from '../emitter.ts';

/** One conversion of a value that is not NULL and whose SQL may be repeated. */
export interface Conversion {
  readonly emitter: Emitter;
  readonly value: SqlNode;
  readonly from: Type;
  readonly to: Type;
  /** Fails with INVALID_CAST_ARGUMENT where the condition (never NULL) holds, else gives the value. */
  readonly check: (failed: SqlNode, value: SqlNode) => SqlNode;
  /** Names SQL so that it can be repeated. */
  readonly name: (node: SqlNode) => SqlNode;
  /** Makes a conversion between other types, of SQL that is simple and not NULL. */
  readonly convert: (value: SqlNode, from: Type, to: Type) => SqlNode;
  /** Makes a lambda of so many parameters. What is named within stays within. */
  readonly lambda: (count: 1 | 2, make: (inner: Conversion, first: SqlNode, second: SqlNode) => SqlNode) => SqlNode;
}

/** Gives the value of an OrNull form, and fails where it is NULL. */
export function checkNull(conversion: Conversion, value: SqlNode): SqlNode {
  const named = conversion.name(value);
  return conversion.check(sql`isNull(${named})`, named);
}
