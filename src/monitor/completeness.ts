import type { Caller } from '../access/index.ts';
import type { Analysis } from '../analysis/index.ts';
import { AppError, said } from '../base/index.ts';
import type { Clock } from '../platform/index.ts';
import type { AuditSample, Cluster, Records, SampleBasis } from '../records/index.ts';
import {
  type CounterSeries,
  expectedOf,
  type Expected,
  joinSameProcess,
  type Period,
  ratioOf,
  type Ratio,
} from '../watch/index.ts';

/** How complete the record of a cluster is over a period. */
export interface Completeness {
  /** What `expected` and `stored` are of: the part of the period that begins and ends with a sample; all of it where there is no basis. */
  readonly period: Period;
  readonly expected: number | null;
  /** Null where the caller sees but a part of the cluster. */
  readonly stored: number | null;
  readonly ratio: number | null;
  readonly basis: SampleBasis | null;
  /** Why there is no ratio. */
  readonly reason: Ratio['reason'] | 'caller-is-limited';
  readonly sources: Expected['sources'];
}

export interface CompletenessNeeds {
  readonly records: Pick<Records, 'auditSamples'>;
  readonly analysis: Pick<Analysis, 'statement'>;
  readonly clock: Pick<Clock, 'now'>;
}

export interface CompletenessQuestion {
  readonly caller: Caller;
  readonly cluster: Pick<Cluster, 'id' | 'name' | 'retentionDays'>;
  readonly period: Period;
  readonly signal: AbortSignal;
}

/** A webhook keeps events back for half a minute (`--audit-webhook-batch-max-wait`), and they take a moment to be stored. */
const settleMs = 45_000;
const dayMs = 86_400_000;
/** The better first: an agent does not know what was gone before it looked. */
const bases = ['metrics', 'agent'] as const satisfies readonly SampleBasis[];

/**
 * Compares what is stored of a period with what API servers say they wrote, or else with what agents read. Asked with a caller, who is told
 * nothing where they may see but some namespaces. Rejects as the analysis does.
 */
export async function completenessOf(needs: CompletenessNeeds, question: CompletenessQuestion): Promise<Completeness> {
  const { caller, cluster, period } = question;
  const unknown = { expected: null, stored: null, ratio: null, basis: null, sources: [] };
  if (caller.scope.namespaces !== null) return { ...unknown, period, reason: 'caller-is-limited' };
  const now = needs.clock.now();
  const asked = {
    from: Math.max(period.from, now - cluster.retentionDays * dayMs),
    to: Math.min(period.to, now - settleMs),
  };
  let hasSamples = false;
  for (const basis of bases) {
    const samples = await needs.records.auditSamples.list({ clusterId: cluster.id, basis, ...asked });
    hasSamples ||= samples.length > 0;
    const expected = expectedOf(joinSameProcess(seriesOf(samples)), asked);
    if (!expected) continue;
    const stored = await countStored(needs, question, expected.period);
    const { events, sources } = expected;
    return { period: expected.period, expected: events, stored, basis, sources, ...ratioOf(expected, stored) };
  }
  const stored = await countStored(needs, question, period);
  return { ...unknown, period, stored, reason: hasSamples ? 'too-few-samples' : 'no-basis' };
}

function seriesOf(samples: readonly AuditSample[]): readonly CounterSeries[] {
  const bySource = Map.groupBy(samples, ({ source }) => source);
  return [...bySource].map(([source, own]) => ({
    source,
    samples: own.map(({ at, events, startedAt }) => ({ at, value: events, startedAt })),
  }));
}

async function countStored(
  { analysis }: CompletenessNeeds,
  { caller, cluster, signal }: CompletenessQuestion,
  { from, to }: Period,
): Promise<number> {
  const range = { fromMicros: from * 1000, toMicros: to * 1000 };
  const question = { query: '* | SELECT count(*)', clusters: [cluster.name], range };
  const answer = await analysis.statement({ caller, question, signal });
  if (!answer.ok) throw new AppError('engine-unavailable', said`cannot count what is stored of the period`);
  const rows: unknown = JSON.parse(Buffer.from(answer.value.rows).toString());
  const count = Array.isArray(rows) && Array.isArray(rows[0]) ? Number(rows[0][0]) : Number.NaN;
  if (!Number.isFinite(count))
    throw new AppError('engine-unavailable', said`cannot count what is stored of the period`);
  return count;
}
