import { visibleEvents } from '../../query/index.ts';
import { parametersOf, type ReaderContext, type Selection, selectRows, whereOf } from './selection.ts';

export interface FacetValue {
  readonly value: string | null;
  readonly count: number;
}

/** Which values, and how many of them. */
export interface FacetOptions {
  readonly limit: number;
  readonly prefix?: string | undefined;
  /** Text that they hold. Of this and the prefix, upper and lower case are alike. */
  readonly containing?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The most frequent values, and how many values and events there are. */
export interface Facet {
  readonly values: readonly FacetValue[];
  readonly distinct: number;
  readonly total: number;
}

/** Counts the values of an expression over the columns. */
export async function readFacet(
  context: ReaderContext,
  selection: Selection,
  expression: string,
  { limit, prefix = '', containing = '', signal }: FacetOptions,
): Promise<Facet> {
  const conditions = [
    ...(prefix === '' ? [] : ["startsWith(lowerUTF8(ifNull(v, '')), lowerUTF8({facet_prefix:String}))"]),
    ...(containing === '' ? [] : ["position(lowerUTF8(ifNull(v, '')), lowerUTF8({facet_text:String})) > 0"]),
  ];
  const having = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const parameters = {
    ...parametersOf(selection),
    ...(prefix === '' ? {} : { facet_prefix: prefix }),
    ...(containing === '' ? {} : { facet_text: containing }),
  };
  const sql = `SELECT v, c, count() OVER () AS distinct_values, sum(c) OVER () AS total FROM (
      SELECT toString(${expression}) AS v, count() AS c FROM ${visibleEvents(selection.scope)} WHERE ${whereOf(selection)} GROUP BY v
    ) ${having} ORDER BY c DESC, v LIMIT ${limit}`;
  const { rows } = await selectRows(context, sql, parameters, signal);
  return {
    values: rows.map(([value, count]) => ({ value: typeof value === 'string' ? value : null, count: Number(count) })),
    distinct: Number(rows[0]?.[2] ?? 0),
    total: Number(rows[0]?.[3] ?? 0),
  };
}
