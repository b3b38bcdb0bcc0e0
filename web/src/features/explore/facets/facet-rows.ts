import type { SearchNode } from '../../../../../src/query/index.ts';
import type { Facet } from '../../../api/search.ts';
import { stanceOn, type Stance, valuesSaid } from '../../../lib/value-filter.ts';

/** A value of a field with what the query says of it. */
export interface FacetRow {
  /** Empty for events that do not have the field. */
  readonly value: string;
  /** Undefined where it is not among those counted. */
  readonly count: number | undefined;
  readonly stance: Stance | undefined;
}

/** The values that were counted, and those that the query chooses or excludes, which stay in sight however rare they are. */
export function facetRows(
  tree: SearchNode | undefined,
  field: string,
  facet: Facet | undefined,
  containing: string,
): readonly FacetRow[] {
  const counted = (facet?.values ?? []).map(({ value, count }) => ({ value: value ?? '', count }));
  const isWhole = facet !== undefined && facet.values.length >= facet.distinct && containing === '';
  const said = tree && containing === '' ? valuesSaid(tree, field) : [];
  const others = [...new Set(said.map(({ value }) => value))]
    .filter((value) => !counted.some((row) => row.value === value))
    .map((value) => ({ value, count: isWhole ? 0 : undefined }));
  return [...counted, ...others].map((row) => ({
    ...row,
    stance: tree && stanceOn(tree, { field, value: row.value }),
  }));
}
