/**
 * A piece of ClickHouse SQL with what the printer knows of it. `text` is an operand: a name, a constant, a call, or in parentheses.
 */
export interface Sql {
  readonly text: string;
  /** Whether it can be NULL; where not, its ClickHouse type is not Nullable either. */
  readonly nullable: boolean;
  /** Whether repeating the text costs nothing: a name, a constant. */
  readonly simple: boolean;
  /** The parts that a tuple was just made of, so that they can be taken without making it. */
  readonly parts?: readonly string[];
}

/** Wraps text that repeats for free and is never NULL. */
export function simpleSql(text: string): Sql {
  return { text, nullable: false, simple: true };
}

/** Takes a part of a tuple, counted from 1. */
export function partOf(value: Sql, index: number): string {
  return value.parts?.[index - 1] ?? `tupleElement(${value.text}, ${index})`;
}

/** ClickHouse array of an array's items. */
export function arrayItems(value: Sql): string {
  return partOf(value, 1);
}

/** ClickHouse array of a map's keys. */
export function mapKeys(value: Sql): string {
  return partOf(value, 1);
}

/** ClickHouse array of a map's values, in the order of the keys. */
export function mapValues(value: Sql): string {
  return partOf(value, 2);
}

/** The instant of a timestamp with time zone. */
export function instantOf(value: Sql): string {
  return partOf(value, 1);
}

/** The zone of a timestamp with time zone. */
export function zoneOf(value: Sql): string {
  return partOf(value, 2);
}

/** A tuple just made, with its parts. */
export interface Made {
  readonly text: string;
  readonly parts: readonly string[];
}

/** Makes a tuple of its parts: a row, or whatever else ClickHouse holds in a tuple. */
export function tupleOf(...parts: readonly string[]): Made {
  return { text: `tuple(${parts.join(', ')})`, parts };
}

/** Makes an array value of a ClickHouse array. */
export function arrayValue(items: string): Made {
  return tupleOf(items);
}

/** Makes a map value of two parallel ClickHouse arrays. */
export function mapValue(keys: string, values: string): Made {
  return tupleOf(keys, values);
}

/** Makes a timestamp with time zone. */
export function zonedValue(instant: string, zone: string): Made {
  return tupleOf(instant, zone);
}
