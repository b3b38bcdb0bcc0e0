import type { CatalogueFunction, EmitCall, FunctionDoc, Overload, Topic } from '../catalogue.ts';
import type { Made, Sql } from '../../types/index.ts';

/** Prints an aggregate; arguments may be NULL, and ClickHouse's aggregates skip those rows. */
export type EmitAggregate = (args: readonly Sql[], call: EmitCall) => string | Made;

/** Makes the entry of an aggregate function. */
export function aggregate(
  name: string,
  overloads: readonly (readonly [signature: string, emit: EmitAggregate])[],
  doc: FunctionDoc,
  example: string,
  more: { readonly aliases?: readonly string[]; readonly topic?: Topic } = {},
): CatalogueFunction {
  return {
    name,
    aliases: more.aliases ?? [],
    topic: more.topic ?? 'aggregate',
    kind: 'aggregate',
    overloads: overloads.map(([signature, emit]): Overload => ({ signature, emit })),
    doc,
    example,
  };
}

/** The argument at an index, as SQL. */
export function text(args: readonly Sql[], index: number): string {
  return args[index]?.text ?? 'NULL';
}

/** An array that is NULL where nothing was collected. */
export function arrayOrNull(items: string, call: EmitCall): string {
  const named = call.name(items);
  return `if(empty(${named}), NULL, tuple(${named}))`;
}

/** A value to tell apart by: all NaNs are one, and so are 0 and -0. */
export function distinguishable(value: string, call: EmitCall, index = 0): string {
  const type = call.argumentTypes[index];
  const isFloat = type?.kind === 'double' || type?.kind === 'real';
  return isFloat ? `if(isNaN(${value}), nan, plus(${value}, 0.))` : value;
}
