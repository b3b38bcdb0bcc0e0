import type { CatalogueFunction, FunctionDoc, Overload } from '../catalogue.ts';

/** Makes the entry of an operator. */
export function operator(
  sign: string,
  overloads: readonly Overload[],
  doc: FunctionDoc,
  example: string,
): CatalogueFunction {
  return { name: `operator ${sign}`, topic: 'operator', kind: 'scalar', overloads, doc, example };
}
