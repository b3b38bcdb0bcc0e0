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
