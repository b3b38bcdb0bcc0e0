import { sql, type SqlNode } from './node.ts';

/** SQL of a value, with what is known of it. Its node is an operand: a name, a constant, a call, or in parentheses. */
export interface Operand {
  readonly node: SqlNode;
  /** Whether it can be NULL; where not, its ClickHouse type is not Nullable either. */
  readonly nullable: boolean;
  /** The parts that a tuple was just made of, so that they can be taken without making it. */
  readonly parts?: readonly SqlNode[];
}

/** A value that is never NULL. */
export function present(node: SqlNode): Operand {
  return { node, nullable: false };
}

/** Takes a part of a tuple, counted from 1. */
export function partOf(value: Operand, index: number): SqlNode {
  return value.parts?.[index - 1] ?? sql`tupleElement(${value.node}, ${index})`;
}

/** ClickHouse array of an array's items. */
export function arrayItems(value: Operand): SqlNode {
  return partOf(value, 1);
}

/** ClickHouse array of a map's keys. */
export function mapKeys(value: Operand): SqlNode {
  return partOf(value, 1);
}

/** ClickHouse array of a map's values, in the order of the keys. */
export function mapValues(value: Operand): SqlNode {
  return partOf(value, 2);
}

/** The instant of a timestamp with time zone. */
export function instantOf(value: Operand): SqlNode {
  return partOf(value, 1);
}

/** The zone of a timestamp with time zone. */
export function zoneOf(value: Operand): SqlNode {
  return partOf(value, 2);
}

/** A tuple just made, with its parts. */
export interface MadeTuple {
  readonly node: SqlNode;
  readonly parts: readonly SqlNode[];
}

/** Makes a tuple of its parts: a row, or whatever else ClickHouse holds in a tuple. */
export function tupleOf(...parts: readonly SqlNode[]): MadeTuple {
  return { node: sql`tuple(${parts})`, parts };
}

/** Makes an array value of a ClickHouse array. */
export function arrayValue(items: SqlNode): MadeTuple {
  return tupleOf(items);
}

/** Makes a map value of two parallel ClickHouse arrays. */
export function mapValue(keys: SqlNode, values: SqlNode): MadeTuple {
  return tupleOf(keys, values);
}

/** Makes a timestamp with time zone. */
export function zonedValue(instant: SqlNode, zone: SqlNode): MadeTuple {
  return tupleOf(instant, zone);
}
