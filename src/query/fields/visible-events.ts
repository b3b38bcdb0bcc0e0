import {
  bodyAnnotationPrefix,
  type ColumnName,
  columns,
  fullTextColumn,
  fullTextWithoutBodies,
} from '../../audit/index.ts';
import { literal, type Scope } from '../types/index.ts';

/** What stands for a column that holds bodies, or pieces of them. */
const replaced: Partial<Record<ColumnName, string>> = {
  request_object: `''`,
  response_object: `''`,
  annotations: annotationsWithoutBodies(),
};

/**
 * What a statement for a caller reads from: `events`, or for a caller without bodies a relation of the same columns in which nothing
 * comes of a body. Whatever is asked of it, and whatever fails, cannot tell about bodies. `raw` alone is as it is: no name in
 * search or SQL leads to it, and who gives events back cuts the bodies out of it.
 */
export function visibleEvents({ bodies }: Scope): string {
  return bodies ? 'events' : eventsWithoutBodies;
}

/** Gives the placeholder of a value that is bound. */
export type Bind = (value: string | readonly string[], type: 'String' | 'Array(String)') => string;

/**
 * The conditions on rows of `visibleEvents` without which a caller sees what they may not. This is the only place that says so: search,
 * statements, facets, histograms, counts and exports all print it. `ofKey` are on the table's key, `ofRow` are not.
 */
export function visibleConditions(
  { clusterIds, namespaces }: Pick<Scope, 'clusterIds' | 'namespaces'>,
  bind: Bind,
): { readonly ofKey: readonly string[]; readonly ofRow: readonly string[] } {
  return {
    ofKey: clusterIds === null ? [] : [clusterCondition(clusterIds, bind)],
    // The empty namespace is what cluster-scoped requests have: nobody is limited to it.
    ofRow:
      namespaces === null
        ? []
        : [
            `object_namespace IN ${bind(
              namespaces.filter((namespace) => namespace !== ''),
              'Array(String)',
            )}`,
          ],
  };
}

/** With one cluster alone the engine reads in the order of time and stops at the end of the page. */
function clusterCondition(clusterIds: readonly string[], bind: Bind): string {
  const [only, ...others] = clusterIds;
  return only !== undefined && others.length === 0
    ? `cluster_id = ${bind(only, 'String')}`
    : `cluster_id IN ${bind(clusterIds, 'Array(String)')}`;
}

const eventsWithoutBodies = `(SELECT ${[
  ...columns.map(({ name }) => (replaced[name] === undefined ? name : `${replaced[name]} AS ${name}`)),
  `${fullTextWithoutBodies} AS ${fullTextColumn}`,
].join(', ')} FROM events)`;

function annotationsWithoutBodies(): string {
  const prefix = literal(bodyAnnotationPrefix);
  const members = `arrayFilter(a -> NOT startsWith(a.1, ${prefix}), JSONExtractKeysAndValuesRaw(events.annotations))`;
  const texts = `arrayMap(a -> concat(toJSONString(a.1), ':', a.2), ${members})`;
  const rest = `if(empty(${members}), '', concat('{', arrayStringConcat(${texts}, ','), '}'))`;
  return `if(position(events.annotations, ${prefix}) = 0, events.annotations, ${rest})`;
}
