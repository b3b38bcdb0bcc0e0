import type { CatalogueFunction, EmitCall, FunctionDoc, Overload, Topic } from '../catalogue.ts';
import { type MadeTuple, type Operand, sql, type SqlNode } from '../../types/index.ts';

/** Makes an aggregate; arguments may be NULL, and ClickHouse's aggregates skip those rows. */
export type EmitAggregate = (args: readonly Operand[], call: EmitCall) => SqlNode | MadeTuple;

/** Makes the entry of an aggregate function. */
export function aggregate(
  name: string,
  overloads: readonly (readonly [signature: string, emit: EmitAggregate, ...constants: number[]])[],
  doc: FunctionDoc,
  example: string,
  more: { readonly aliases?: readonly string[]; readonly topic?: Topic } = {},
): CatalogueFunction {
  return {
    name,
    aliases: more.aliases ?? [],
    topic: more.topic ?? 'aggregate',
    kind: 'aggregate',
    overloads: overloads.map(([signature, emit, ...constants]): Overload => ({ signature, emit, constants })),
    doc,
    example,
  };
}

/** The argument at an index. */
export function argument(args: readonly Operand[], index: number): SqlNode {
  return args[index]?.node ?? sql`NULL`;
}

/** An array that is NULL where nothing was collected. */
export function arrayOrNull(items: SqlNode, call: EmitCall): SqlNode {
  const named = call.name(items);
  return sql`if(empty(${named}), NULL, tuple(${named}))`;
}

/** A value to tell apart by: all NaNs are one, and so are 0 and -0. */
export function distinguishable(value: SqlNode, call: EmitCall, index = 0): SqlNode {
  const type = call.argumentTypes[index];
  const isFloat = type?.kind === 'double' || type?.kind === 'real';
  return isFloat ? sql`if(isNaN(${value}), nan, plus(${value}, 0.))` : value;
}
