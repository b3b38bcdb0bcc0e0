import { columns, fullTextColumn } from '../../audit/index.ts';
import { isAccepted } from '../../base/index.ts';
import { fieldExpression } from '../fields/index.ts';
import type { Column, Mark, Plan } from '../resolve/index.ts';
import { always, buildSearch, compileSearch, printSearch, type SearchNode } from '../search/index.ts';
import { Rejection } from '../sql/index.ts';
import { list, printSql, sql, type SqlNode, types } from '../types/index.ts';
import type { StatementContext } from './statement-context.ts';

/** A query that looks at events together with others. */
interface Searching {
  /** What its events match, all of it. */
  readonly searches: readonly SearchNode[];
}

/** What queries search for: what all of them do, and what each does beyond that. Undefined for a search that is wrong. */
export interface SharedSearch {
  readonly shared: SqlNode | undefined;
  readonly ownOf: (query: Searching) => SqlNode | undefined;
}

/** Compiles the searches of queries, so that what all of them search for stands there once. */
export function sharedSearch(all: readonly Searching[], { clusters, scope }: StatementContext): SharedSearch {
  const printed = all.map(({ searches }) => new Set(searches.map(printSearch)));
  const isShared = (search: SearchNode): boolean => printed.every((one) => one.has(printSearch(search)));
  const conditionOf = (searches: readonly SearchNode[]): SqlNode | undefined => {
    const { condition, diagnostics } = compileSearch(buildSearch.every(searches), { clusters, bodies: scope.bodies });
    return isAccepted(diagnostics) ? condition : undefined;
  };
  return {
    shared: conditionOf(all[0]?.searches.filter(isShared) ?? []),
    ownOf: ({ searches }) => conditionOf(searches.filter((search) => !isShared(search))),
  };
}

/** A query with what its events match beyond what those of all queries do. */
interface Conditioned {
  readonly condition: SqlNode;
}

/** The condition of the events that any of the queries finds; null where that is every event. */
export function searchOfAny(queries: readonly Conditioned[], shared: SqlNode): SqlNode | null {
  const isEach = queries.every(({ condition }) => condition !== always);
  const any = list(
    [...marksOf(queries).values()].map(({ condition }) => sql`(${condition})`),
    ' OR ',
  );
  const searches = [...(shared === always ? [] : [sql`(${shared})`]), ...(isEach ? [sql`(${any})`] : [])];
  return searches.length > 0 ? list(searches, ' AND ') : null;
}

/** By `keyOf`: equal conditions have one mark, those that hold for every event none. */
export function marksOf(queries: readonly Conditioned[]): ReadonlyMap<string, Mark> {
  const conditions = new Map(
    queries.flatMap(({ condition }) => (condition === always ? [] : [[keyOf(condition), condition] as const])),
  );
  return new Map(
    [...conditions].map(([key, condition], index) => {
      const column: Column = { id: `m${index}`, type: types.boolean, nullable: false };
      return [key, { column, condition }];
    }),
  );
}

/** The same for equal SQL. */
export function keyOf(node: SqlNode): string {
  const { text, parameters } = printSql(node);
  return JSON.stringify([text, parameters]);
}

/** What the columns of a scan are computed by. */
export function fieldsOf({ columns: read }: Extract<Plan, { kind: 'scan' }>): readonly SqlNode[] {
  return read.map(({ field }) => fieldExpression(field, { clusters: [] }).node);
}

/** Columns that take long to read, so that nobody reads them for events that another query finds. */
const dearColumns = new RegExp(
  `\\b(?:${[...columns.filter(({ name, type }) => type === 'String' || name === 'annotations').map(({ name }) => name), fullTextColumn].join('|')})\\b`,
);

/** Whether any of these reads a column that takes long to read. */
export function isDear(nodes: readonly SqlNode[]): boolean {
  return nodes.some((node) => dearColumns.test(printSql(node).text));
}

/** What is made, or undefined where it comes to too much. */
export function unlessTooMuch<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (failure) {
    if (failure instanceof Rejection || failure instanceof RangeError) return undefined;
    throw failure;
  }
}
