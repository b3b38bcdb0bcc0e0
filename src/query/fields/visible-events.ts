import {
  actorColumn,
  bodyAnnotationPrefix,
  type ColumnName,
  columns,
  fullTextCandidates,
  fullTextColumn,
  fullTextWithoutBodies,
  requestKeyColumn,
} from '../../audit/index.ts';
import { fragment, lambda, literal, parameter, printSql, raw, type Scope, sql, type SqlNode } from '../types/index.ts';

/** What stands for a column that holds bodies, or pieces of them. */
const replaced: Partial<Record<ColumnName, SqlNode>> = {
  request_object: sql`''`,
  response_object: sql`''`,
  annotations: annotationsWithoutBodies(),
};

/**
 * What a statement for a caller reads from: `events`, or for a caller without bodies a relation of the same columns in which nothing
 * comes of a body. Whatever is asked of it, and whatever fails, cannot tell about bodies. Two columns are as they are, to which no name in
 * search or SQL leads: `raw`, out of which whoever gives events back cuts the bodies, and the words of the text index, which only ever say
 * where else it is worth looking.
 */
export function visibleEvents({ bodies }: Scope): string {
  return bodies ? 'events' : eventsWithoutBodies;
}

/**
 * The conditions on rows of `visibleEvents` without which a caller sees what they may not. This is the only place that says so: search,
 * statements, facets, histograms, counts and exports all print it. `ofKey` are on the table's key, `ofRow` are not.
 */
export function visibleConditions({ clusterIds, namespaces }: Pick<Scope, 'clusterIds' | 'namespaces'>): {
  readonly ofKey: readonly SqlNode[];
  readonly ofRow: readonly SqlNode[];
} {
  // The empty namespace is what cluster-scoped requests have: nobody is limited to it.
  const named = namespaces?.filter((namespace) => namespace !== '');
  return {
    ofKey: clusterIds === null ? [] : [clusterCondition(clusterIds)],
    ofRow: named === undefined ? [] : [sql`object_namespace IN ${parameter(named, 'Array(String)')}`],
  };
}

/** With one cluster alone the engine reads in the order of time and stops at the end of the page. */
function clusterCondition(clusterIds: readonly string[]): SqlNode {
  const [only, ...others] = clusterIds;
  return only !== undefined && others.length === 0
    ? sql`cluster_id = ${parameter(only, 'String')}`
    : sql`cluster_id IN ${parameter(clusterIds, 'Array(String)')}`;
}

const eventsWithoutBodies = printSql(
  sql`(SELECT ${[
    ...columns.map(({ name }) => {
      const other = replaced[name];
      return other ? sql`${other} AS ${raw(name)}` : raw(name);
    }),
    raw(requestKeyColumn),
    raw(actorColumn),
    sql`${fragment(fullTextWithoutBodies)} AS ${raw(fullTextColumn)}`,
    sql`events.${raw(fullTextColumn)} AS ${raw(fullTextCandidates)}`,
  ]} FROM events)`,
).text;

function annotationsWithoutBodies(): SqlNode {
  const prefix = literal(bodyAnnotationPrefix);
  const members = sql`arrayFilter(${lambda('a', sql`NOT startsWith(a.1, ${prefix})`)}, JSONExtractKeysAndValuesRaw(events.annotations))`;
  const texts = sql`arrayMap(${lambda('a', sql`concat(toJSONString(a.1), ':', a.2)`)}, ${members})`;
  const rest = sql`if(empty(${members}), '', concat('{', arrayStringConcat(${texts}, ','), '}'))`;
  return sql`if(position(events.annotations, ${prefix}) = 0, events.annotations, ${rest})`;
}
