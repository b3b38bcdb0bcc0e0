import { EngineError, type EngineErrorKind } from '../../engine/index.ts';
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

/** An expression over the columns, with what it needs bound under names of its own. */
export interface FacetExpression {
  readonly text: string;
  readonly parameters: Readonly<Record<string, unknown>>;
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
  expression: FacetExpression,
  { limit, prefix = '', containing = '', signal }: FacetOptions,
): Promise<Facet> {
  const conditions = [
    ...(prefix === '' ? [] : ["startsWith(lowerUTF8(ifNull(v, '')), lowerUTF8({facet_prefix:String}))"]),
    ...(containing === '' ? [] : ["position(lowerUTF8(ifNull(v, '')), lowerUTF8({facet_text:String})) > 0"]),
  ];
  const having = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const parameters = {
    ...parametersOf(selection),
    ...expression.parameters,
    ...(prefix === '' ? {} : { facet_prefix: prefix }),
    ...(containing === '' ? {} : { facet_text: containing }),
  };
  const sql = `SELECT v, c, count() OVER () AS distinct_values, sum(c) OVER () AS total FROM (
      SELECT toString(${expression.text}) AS v, count() AS c FROM ${visibleEvents(selection.scope)} WHERE ${whereOf(selection)} GROUP BY v
    ) ${having} ORDER BY c DESC, v LIMIT ${limit}`;
  const { rows } = await selectRows(context, sql, parameters, signal);
  return {
    values: rows.map(([value, count]) => ({ value: typeof value === 'string' ? value : null, count: Number(count) })),
    distinct: Number(rows[0]?.[2] ?? 0),
    total: Number(rows[0]?.[3] ?? 0),
  };
}

/** Of more events the values that are counted may be too much to hold. The engine refuses it before it reads any. */
const mostHeldEvents = 30_000_000;
/** The events of a block are few bytes each, and what is done once a block, such as to look at all values of a column, is dear: blocks are large. */
const largeBlocks = { max_block_size: 262_144, preferred_block_size_bytes: 16 << 20 };
/** With these each expression would end alike by itself. */
const isForAll: ReadonlySet<EngineErrorKind> = new Set(['cancelled', 'too-many-statements', 'time-limit']);

/**
 * Counts the values of several expressions that are quick to read, within one selection. The engine looks for its events once, and holds what it counts of them; where
 * that is too much, each expression is counted by itself.
 */
export async function readFacets(
  context: ReaderContext,
  selection: Selection,
  expressions: readonly FacetExpression[],
  options: Pick<FacetOptions, 'limit' | 'signal'>,
): Promise<readonly Facet[]> {
  if (expressions.length > 1) {
    try {
      return await readTogether(context, selection, expressions, options);
    } catch (error) {
      if (!(error instanceof EngineError) || isForAll.has(error.kind)) throw error;
    }
  }
  return Promise.all(expressions.map((expression) => readFacet(context, selection, expression, options)));
}

async function readTogether(
  { engine, settings }: ReaderContext,
  selection: Selection,
  expressions: readonly FacetExpression[],
  { limit, signal }: Pick<FacetOptions, 'limit' | 'signal'>,
): Promise<readonly Facet[]> {
  const held = expressions.map(({ text }, index) => `toString(${text}) AS v${index}`).join(', ');
  const parts = expressions.map(
    (_, index) => `SELECT ${index} AS part, CAST(v AS Nullable(String)) AS value, c, distinct_values, total FROM (
      SELECT v${index} AS v, count() AS c, count() OVER () AS distinct_values, sum(c) OVER () AS total
      FROM found GROUP BY v ORDER BY c DESC, v LIMIT ${limit})`,
  );
  const sql = `WITH found AS MATERIALIZED (SELECT ${held} FROM ${visibleEvents(selection.scope)} WHERE ${whereOf(selection)})
    SELECT part, value, c, distinct_values, total FROM (${parts.join(' UNION ALL ')}) ORDER BY part, c DESC, value`;
  const parameters = Object.assign(parametersOf(selection), ...expressions.map((one) => one.parameters));
  const together = { ...settings, ...largeBlocks, enable_materialized_cte: 1, max_rows_to_read: mostHeldEvents };
  const { rows } = await selectRows({ engine, settings: together }, sql, parameters, signal);
  return expressions.map((_, index) => {
    const own = rows.filter(([part]) => Number(part) === index);
    return {
      values: own.map(([, value, count]) => ({
        value: typeof value === 'string' ? value : null,
        count: Number(count),
      })),
      distinct: Number(own[0]?.[3] ?? 0),
      total: Number(own[0]?.[4] ?? 0),
    };
  });
}
