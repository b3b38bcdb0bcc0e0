import { EventReader } from '../../audit/index.ts';
import { type Diagnostic, isAccepted, ok, fail, type Result } from '../../base/index.ts';
import {
  compileMatcher,
  compileSearch,
  type ParameterValue,
  parseSearch,
  printSql,
  SearchedEvent,
} from '../../query/index.ts';
import type { StoredEvent } from '../../stream/index.ts';

/** Says whether an event is sent. Not to be called again before it has answered. */
export type EventTest = (event: StoredEvent) => boolean;

/** The clusters that there are, as far as a destination may know of them. */
export type Clusters = readonly { readonly id: string; readonly name: string }[];

/** What is wrong with a filter. */
export function checkFilter(filter: string): readonly Diagnostic[] {
  const compiled = compile(filter, []);
  return compiled.ok ? [] : compiled.diagnostics;
}

/** A filter as the engine takes it. */
export interface FilterCondition {
  readonly condition: string;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}

/** The condition that a filter is; undefined where it is no search. */
export function filterCondition(filter: string, clusters: Clusters): FilterCondition | undefined {
  const parsed = parseSearch(filter);
  if (!parsed.ok) return undefined;
  const compiled = compileSearch(parsed.value, { clusters, bodies: true });
  if (!isAccepted(compiled.diagnostics)) return undefined;
  const { text: condition, parameters } = printSql(compiled.condition);
  return { condition, parameters };
}

/** Makes the test that a destination's filter is, over the events of these clusters alone. What was no search when it was kept finds nothing. */
export function createEventTest(filter: string, clusters: Clusters): EventTest {
  const known = new Set(clusters.map(({ id }) => id));
  const isKnown: EventTest = ({ clusterId }) => known.has(clusterId);
  if (filter.trim() === '') return isKnown;
  const compiled = compile(filter, clusters);
  if (!compiled.ok) return () => false;
  const reader = new EventReader();
  const matches = compiled.value;
  return (event) => {
    if (!isKnown(event)) return false;
    const { bytes, receivedAtMicros, wrapper, clusterId } = event;
    reader.read(bytes, 0, bytes.length, receivedAtMicros);
    reader.row.put('wrapper', wrapper);
    return matches(new SearchedEvent(reader.row, clusterId));
  };
}

function compile(filter: string, clusters: Clusters): Result<(event: SearchedEvent) => boolean> {
  const parsed = parseSearch(filter);
  if (!parsed.ok) return parsed;
  const { matches, diagnostics } = compileMatcher(parsed.value, { clusters });
  return isAccepted(diagnostics) ? ok(matches) : fail(...diagnostics);
}
