import type { Caller } from '../../access/index.ts';
import { AppError } from '../../base/index.ts';
import type { Monitor } from '../../monitor/index.ts';
import type { Records } from '../../records/index.ts';
import type { ClusterCompleteness } from '../html/index.ts';
import type { RunAnswer } from './run-dashboard.ts';

export interface CompletenessDeps {
  readonly records: Pick<Records, 'clusters'>;
  readonly monitor: Pick<Monitor, 'completeness'>;
}

/** Of more clusters the foot of a report would be the longer part of it. */
const mostClusters = 50;

/** How complete the record is that a run was made from, by cluster. */
export async function completenessOfRun(
  { records, monitor }: CompletenessDeps,
  { clusters, from, to }: Pick<RunAnswer, 'clusters' | 'from' | 'to'>,
  { caller, signal }: { readonly caller: Caller; readonly signal: AbortSignal },
): Promise<readonly ClusterCompleteness[]> {
  const period = { from: Date.parse(from), to: Date.parse(to) };
  const found: ClusterCompleteness[] = [];
  for (const name of clusters.slice(0, mostClusters)) {
    const cluster = await records.clusters.byName(name);
    if (!cluster) continue;
    const completeness = await monitor.completeness({ caller, cluster, period, signal }).catch(unanswered);
    found.push({ cluster: name, completeness });
  }
  return found;
}

/** A report is there all the same, and says that nobody could tell. */
function unanswered(error: unknown): undefined {
  if (error instanceof AppError) return undefined;
  throw error;
}
