import { type Caller, selectClusters } from '../access/index.ts';
import type { Scope } from '../query/index.ts';
import type { Records } from '../records/index.ts';
import type { AlertRule } from '../rules/index.ts';
import { queriesOf } from './rule-queries.ts';

/** What a rule looks at for its owner, as both are by now. */
export interface RuleContext {
  /** Names. */
  readonly clusters: readonly string[];
  /** That of all of them, where they have one. */
  readonly project: string | undefined;
  /** What its output shows at most. */
  readonly scope: Scope;
}

/** Looks up what a rule looks at. Throws AppError `not-found` where it names a cluster that its owner does not see. */
export async function contextOf(
  records: Pick<Records, 'clusters'>,
  rule: AlertRule,
  caller: Caller,
): Promise<RuleContext> {
  const named = queriesOf(rule).map((query) => query.clusters);
  const isOfAll = named.some((names) => names === undefined || names.length === 0);
  const names = isOfAll ? undefined : [...new Set(named.flatMap((some) => some ?? []))];
  const { scope, clusters } = await selectClusters(records, caller, names);
  const projects = new Set(clusters.map(({ project }) => project));
  const [project] = projects;
  return {
    clusters: clusters.map(({ name }) => name),
    project: projects.size === 1 ? project : undefined,
    // Clusters that are added later are its, too.
    scope: isOfAll ? caller.scope : scope,
  };
}
