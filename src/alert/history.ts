import { type Caller, covers } from '../access/index.ts';
import type { AlertCause, AlertEvaluation, AlertEvaluationOutcome, Records } from '../records/index.ts';
import type { Scope } from '../query/index.ts';
import type { Instance, Severity } from '../rules/index.ts';
import type { Cause } from './cause.ts';
import { type Fate, type KeptBack, visibleKeptBack } from './kept-back.ts';
import { instanceOf, scopeFrom } from './evaluate/index.ts';

/** Something that was told, or would have been. */
export interface HistoryEntry {
  readonly id: number;
  /** Unix milliseconds. */
  readonly at: number;
  readonly cause: Cause;
  readonly fate: Fate;
}

/** A group of a rule that fires now. */
export interface FiringGroup {
  readonly rule: string;
  readonly instance: Instance;
  /** The last cause of it; absent where that is long ago, or shows what the caller may not see. */
  readonly last: Pick<HistoryEntry, 'cause' | 'fate'> | undefined;
}

/** A page of a list, the latest first. */
export interface PageQuery {
  readonly limit: number;
  /** Those before the one of this id. */
  readonly before?: number | undefined;
}

export interface CausesQuery extends PageQuery {
  readonly key?: string | undefined;
  readonly rule?: string | undefined;
  readonly status?: Cause['status'] | undefined;
  readonly severity?: Severity | undefined;
  /** Unix milliseconds, half open. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

export interface EvaluationsQuery extends PageQuery {
  readonly rule?: string | undefined;
  readonly outcome?: AlertEvaluationOutcome | undefined;
}

export interface FiringQuery {
  readonly limit: number;
  readonly rule?: string | undefined;
  readonly severity?: Severity | undefined;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** `before` of the next page; absent on the last one. */
  readonly next?: number | undefined;
}

/** What becomes of alerts, as far as a caller may see it. */
export interface History {
  causes(query: CausesQuery, caller: Caller): Promise<Page<HistoryEntry>>;
  evaluations(query: EvaluationsQuery, caller: Caller): Promise<Page<AlertEvaluation>>;
  /** The latest first. */
  firing(query: FiringQuery, caller: Caller): Promise<readonly FiringGroup[]>;
}

/** Rows that are looked at for one page at most: a caller who sees little is not to have all of the history read. */
const mostLooked = 10_000;
/** Of them at once: as many as are asked for, and more each time where they are not the caller's to see. */
const mostAtOnce = 500;

/** Makes what reads the history. */
export function createHistory(records: Pick<Records, 'alertCauses' | 'alertEvaluations' | 'alertInstances'>): History {
  const { alertCauses, alertEvaluations, alertInstances } = records;

  return {
    causes({ key, rule, status, severity, from = -Infinity, to = Infinity, ...page }, { scope }) {
      const isAsked = ({ at, ...kept }: AlertCause): boolean =>
        at >= from && at < to && (severity === undefined || kept.severity === severity);
      return pageOf<AlertCause, HistoryEntry>({
        ...page,
        read: (some) => alertCauses.list({ key, rule, status, ...some }),
        take: (kept) =>
          isAsked(kept) && covers(scope, scopeFrom(kept.scope))
            ? { id: kept.id, at: kept.at, ...entryFrom(kept, scope) }
            : undefined,
        isOver: ({ at }) => at < from,
      });
    },
    evaluations: ({ rule, outcome, ...page }, { scope }) =>
      pageOf<AlertEvaluation, AlertEvaluation>({
        ...page,
        read: (some) => alertEvaluations.list({ rule, outcome, ...some }),
        take: (kept) => (covers(scope, scopeFrom(kept.scope)) ? kept : undefined),
        isOver: () => false,
      }),
    async firing({ rule, severity, limit }, { scope }) {
      const kept = await (rule === undefined ? alertInstances.firing(mostLooked) : alertInstances.ofRule(rule));
      const firing = kept
        .filter((one) => one.state === 'firing' && covers(scope, scopeFrom(one.scope)))
        .map((one) => ({ rule: one.rule, instance: instanceOf(one) }))
        .filter(({ instance }) => severity === undefined || instance.severity === severity)
        .slice(0, limit);
      const lastOf = async ({ rule, instance }: (typeof firing)[number]): Promise<FiringGroup['last']> => {
        const last = await alertCauses.last(rule, instance.fingerprint);
        // It may be from when the owner of the rule saw more than now.
        return last && covers(scope, scopeFrom(last.scope)) ? entryFrom(last, scope) : undefined;
      };
      return Promise.all(firing.map(async (one) => ({ ...one, last: await lastOf(one) })));
    },
  };
}

interface Paged<Row, Item> extends PageQuery {
  readonly read: (page: PageQuery) => Promise<readonly Row[]>;
  /** Undefined for what is not asked for, or not the caller's to see. */
  readonly take: (row: Row) => Item | undefined;
  /** Whether nothing from it on is asked for. */
  readonly isOver: (row: Row) => boolean;
}

/** Reads on until a page is full. */
async function pageOf<Row extends { readonly id: number }, Item>({
  limit,
  before,
  read,
  take,
  isOver,
}: Paged<Row, Item>): Promise<Page<Item>> {
  const items: Item[] = [];
  let place = before;
  let atOnce = Math.min(limit, mostAtOnce);
  for (let looked = 0; looked < mostLooked; looked += atOnce) {
    if (looked > 0) atOnce = Math.min(atOnce * 2, mostAtOnce);
    const rows = await read({ before: place, limit: atOnce });
    for (const row of rows) {
      if (isOver(row)) return { items };
      place = row.id;
      const item = take(row);
      if (item !== undefined) items.push(item);
      if (items.length === limit) return { items, next: place };
    }
    if (rows.length < atOnce) return { items };
  }
  return { items, next: place };
}

function entryFrom({ cause, toldAt, keptBack }: AlertCause, scope: Scope): Pick<HistoryEntry, 'cause' | 'fate'> {
  // Written by the evaluator, and by the notifier.
  const by = keptBack === undefined ? undefined : (JSON.parse(keptBack) as KeptBack);
  return { cause: JSON.parse(cause) as Cause, fate: { toldAt, keptBack: by && visibleKeptBack(by, scope) } };
}
