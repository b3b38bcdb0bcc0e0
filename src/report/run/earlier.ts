import type { Cluster } from '../../records/index.ts';
import { periodBefore } from '../../dashboards/index.ts';
import type { TimeRange } from '../../query/index.ts';
import { type Run, type RunDeps, shownTime } from './question.ts';
import { firstRows } from './rows.ts';

const dayMicros = 86_400_000_000;
/** For so long what is known of earlier events is taken for true: only retention and late events change it. */
const knownMs = 60_000;
/** Selections of clusters, by scope, of which something is known. */
const maxKnown = 1000;

/** The period before a run's range, or why there is nothing to compare with. */
export type Earlier = { readonly range: TimeRange } | { readonly none: 'retention' | 'no-earlier-event' };

/** Finds the period before. */
export type FindEarlier = (run: Run) => Promise<Earlier>;

interface Known {
  readonly atMs: number;
  /** There is an event of this time. */
  readonly event: number;
  /** There is none up to this time. */
  readonly noneUpTo: number;
}

/**
 * Makes what finds the period before. It is none where events of then have been removed, and where the clusters, as far as the caller sees
 * them, have no event at or before its begin: what they did not log is not nothing.
 */
export function createEarlier({ analysis }: Pick<RunDeps, 'analysis'>): FindEarlier {
  const known = new Map<string, Known>();

  async function hasEventUpTo(micros: number, run: Run): Promise<boolean> {
    const { caller, clusters, signal, nowMicros } = run;
    const key = JSON.stringify([clusters.map(({ id }) => id).toSorted(), caller.scope]);
    const nowMs = nowMicros / 1000;
    const before = known.get(key);
    const fresh = before && Math.abs(nowMs - before.atMs) < knownMs ? before : undefined;
    if (fresh && fresh.event <= micros) return true;
    if (fresh && fresh.noneUpTo >= micros) return false;
    const question = {
      query: '* | select __time__ as t, __time_ns_part__ as ns from log limit 1',
      from: 0,
      to: shownTime(micros + 1),
      clusters: clusters.map(({ name }) => name),
    };
    const answer = await analysis.statement({ caller, signal, question });
    const [row] = answer.ok ? firstRows(answer.value.rows, { rows: 1, bytes: 1024 }).rows : [];
    const event = row ? Number(row[0]) * 1_000_000 + Math.floor(Number(row[1]) / 1000) : Infinity;
    known.delete(key);
    known.set(key, {
      atMs: nowMs,
      event: Math.min(event, fresh?.event ?? Infinity),
      noneUpTo: Math.max(row ? -Infinity : micros, fresh?.noneUpTo ?? -Infinity),
    });
    for (const oldest of known.keys()) {
      if (known.size <= maxKnown) break;
      known.delete(oldest);
    }
    return row !== undefined;
  }

  return async (run) => {
    const { range, clusters, nowMicros } = run;
    const { from, to } = periodBefore({ from: range.fromMicros, to: range.toMicros });
    if (isCutByRetention(from, range, { clusters, nowMicros })) return { none: 'retention' };
    if (from < 0 || clusters.length === 0 || !(await hasEventUpTo(from, run))) return { none: 'no-earlier-event' };
    return { range: { fromMicros: from, toMicros: to } };
  };
}

/**
 * Says whether events of the period have been removed. Retention counts from the receipt: a range that begins before it shows what was
 * imported, and so does the period before that.
 */
function isCutByRetention(
  fromMicros: number,
  range: TimeRange,
  { clusters, nowMicros }: { readonly clusters: readonly Cluster[]; readonly nowMicros: number },
): boolean {
  return clusters.some(({ retentionDays }) => {
    const keptFrom = nowMicros - retentionDays * dayMicros;
    return fromMicros < keptFrom && range.fromMicros >= keptFrom;
  });
}
