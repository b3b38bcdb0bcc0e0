/**
 * The function catalogue: one table from which the compiler, completion, hover help and docs/reference/functions.md come.
 * What is not in it cannot be called.
 *
 * How values are held in ClickHouse (types/type.ts `engineType`):
 * - varchar, char, json (its compact text) and varbinary are String; boolean is UInt8; integers IntN; real and double FloatN.
 * - date and timestamp are DateTime64(6, 'UTC'): the wall clock as if it were UTC, a date at midnight.
 * - timestamp with time zone is Tuple(DateTime64(6, 'UTC') instant, String zone).
 * - time and interval day to second are Int64 microseconds and milliseconds, interval year to month is Int64 months.
 * - array(T) is Tuple(Array(T or NULL)), map(K, V) is Tuple(Array(K), Array(V)) in parallel, row is Tuple of its fields.
 *   The tuple is there because an array cannot be NULL in ClickHouse and a tuple can.
 * Use the helpers of types/operand.ts (`arrayItems`, `mapKeys`, `mapValues`, `instantOf`, `arrayValue`, `mapValue`, …) to get in
 * and out; they peel a constructor off instead of nesting it.
 *
 * How an overload is written:
 * - `signature` is Trino's, see functions/signature.ts. `returns` computes a result type that it cannot say.
 * - `emit(args, call)` returns a tree of ClickHouse SQL: sql`upper(${x})`. Arguments come coerced to the signature's types, as nodes
 *   that may be used any number of times (`Operand.node` is a name or a constant where the argument was dear).
 * - `nulls` says who cares for NULL arguments:
 *   'strict' (the default): the machinery does. `emit` sees arguments that are never NULL (and have no Nullable type), and
 *     the call is NULL where one of them was. Elements of arrays may still be NULL.
 *   'native': ClickHouse's functions do, as arithmetic and plain string functions do; `emit` gets Nullable arguments.
 *   'custom': `emit` does; the result may be NULL.
 * - `call.mayBeNull()` says that the result may be NULL although no argument is.
 * - `call.check(failed, code, message, value)` is the one way to fail: where `failed` (a UInt8, never NULL for strict
 *   functions) holds, the statement fails with a diagnostic at the call's place, or the value is NULL within try() and try_cast.
 *   `value` must not fail by itself: use the engine's OrNull and OrDefault forms.
 * - `call.literal(i)` is the value of a constant argument, for what has to be known when compiling (units, patterns).
 * - `call.reject(message, i)` refuses the call when compiling, at the place of argument i.
 * - ClickHouse computes Int64 and UInt64 together as unsigned: write constants beyond 2^32 as `toInt64(86400000000)`.
 * - A name() may not stand for what uses a lambda's variable: names are put outside of the lambda.
 * - `parameter(text, 'String')` binds text; a template takes no string, so that no text of a user is put into SQL.
 * - A lambda is `lambda('v', sql`f(v)`)`, a dictionary `dictionary('ip_places')`: the statement then says that it needs it.
 * - Aggregates are made by `call.aggregate(name, args)`, which adds DISTINCT, FILTER and OVER. ClickHouse's aggregates skip
 *   rows with a NULL argument; to keep NULLs aggregate `tuple(x)`.
 */
import { type Span, type Text } from '../../base/index.ts';
import type { MadeTuple, Operand, SqlNode, Type } from '../types/index.ts';
import type { ZonePrinter } from './zone.ts';

export type Topic =
  | 'operator'
  | 'conditional'
  | 'aggregate'
  | 'approximate'
  | 'string'
  | 'date'
  | 'json'
  | 'regexp'
  | 'ip'
  | 'security'
  | 'url'
  | 'math'
  | 'conversion'
  | 'array'
  | 'lambda'
  | 'map'
  | 'window'
  | 'binary'
  | 'bitwise'
  | 'unit'
  | 'comparison';

/** What a failing call reports, by Trino's names. */
export type FailureCode =
  | 'DIVISION_BY_ZERO'
  | 'NUMERIC_VALUE_OUT_OF_RANGE'
  | 'INVALID_CAST_ARGUMENT'
  | 'INVALID_FUNCTION_ARGUMENT';

/** A constant argument: its value, null for NULL; numbers as their text. Undefined where the argument is no constant. */
export type ConstantValue = string | boolean | null | undefined;

/** What an aggregate call has besides its arguments. */
export interface AggregateForm {
  readonly parameters?: SqlNode;
  readonly isPlain?: boolean;
}

/** What `emit` is given besides the arguments. */
export interface EmitCall {
  readonly argumentTypes: readonly Type[];
  readonly result: Type;
  readonly span: Span;
  /** Time zone of the statement, an IANA name. */
  readonly timeZone: string;
  /** For functions/zone.ts. */
  readonly zones: ZonePrinter;
  /** The time of the statement, microseconds since 1970. */
  readonly nowMicros: number;
  /** Whether the call has an ORDER BY of its own, as `array_agg(x ORDER BY y)`; see `sortedItems`. */
  readonly ordered: boolean;
  mayBeNull(): void;
  check(failed: SqlNode, code: FailureCode, message: Text, value: SqlNode): SqlNode;
  literal(index: number): ConstantValue;
  reject(message: Text, index?: number): never;
  /** Names a piece of SQL so that it can be used several times; it is computed once. */
  name(value: SqlNode): SqlNode;
  /** Whether the call says DISTINCT. */
  readonly distinct: boolean;
  /** `IGNORE NULLS` or `RESPECT NULLS`. */
  readonly nulls: 'respect' | 'ignore' | null;
  /**
   * Makes a call of an aggregate function of ClickHouse with the call's DISTINCT (unless `isPlain`), FILTER and OVER. Parameters are
   * the 0.5 of `quantile(0.5)(x)`.
   */
  aggregate(name: string, args: readonly SqlNode[], more?: AggregateForm): SqlNode;
  /** For array aggregates: ClickHouse array of the items of all rows (NULLs kept), in the order that the call asks for. */
  collected(item: SqlNode): SqlNode;
  /** Converts a value between types, as CAST does; it fails as CAST fails, or is NULL where `safe`. */
  cast(value: Operand, from: Type, to: Type, safe?: boolean): SqlNode;
}

export interface Overload {
  readonly signature: string;
  /** Of an aggregate or window function: arguments that are the same for all rows, so they have to be constants. */
  readonly constants?: readonly number[];
  readonly returns?: (argumentTypes: readonly Type[]) => Type;
  readonly nulls?: 'strict' | 'native' | 'custom';
  /** A lambda argument comes as SQL of a ClickHouse lambda, `(a, b) -> …`. */
  readonly emit: (args: readonly Operand[], call: EmitCall) => SqlNode | MadeTuple;
}

export interface FunctionDoc {
  readonly en: string;
  readonly zh: string;
  readonly ja: string;
}

export interface CatalogueFunction {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly topic: Topic;
  /** A window function needs OVER; an aggregate may have it. */
  readonly kind: 'scalar' | 'aggregate' | 'window';
  readonly overloads: readonly Overload[];
  readonly doc: FunctionDoc;
  /** An expression that shows a use, as it would stand in a SELECT list. */
  readonly example: string;
}
