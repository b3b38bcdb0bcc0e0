import { splitStatement } from '../query/index.ts';
import type { AlertRule } from '../rules/index.ts';

/** A query of a rule: its text, and the clusters that it is about. */
export interface RuleQuery {
  readonly query: string;
  readonly clusters: readonly string[] | undefined;
}

/** The queries of a rule, in their order. */
export function queriesOf({ query, queries, clusters }: AlertRule): readonly RuleQuery[] {
  return (queries ?? (query === undefined ? [] : [{ query }])).map((one) => ({
    query: one.query,
    clusters: ('clusters' in one ? one.clusters : undefined) ?? clusters,
  }));
}

/** The search of the first query of a rule, which leads to its events. */
export function searchOf(rule: AlertRule): string {
  return splitStatement(queriesOf(rule)[0]?.query ?? '').search.text.trim();
}
