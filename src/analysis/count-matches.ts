import { type Caller, selectClusters } from '../access/index.ts';
import { AppError } from '../base/index.ts';
import type { TimeRange } from '../query/index.ts';
import { EngineError, type Selection } from '../store/index.ts';
import type { AnalysisDeps } from './deps.ts';
import type { SearchCondition } from './isolation/index.ts';
import type { Places } from './places.ts';

/** A search, and whose it is. */
export interface CountedSearch {
  readonly caller: Caller;
  /** What stands behind a bar is left out. */
  readonly query: string;
  /** Names of clusters; none are all that the caller may see. */
  readonly clusters?: readonly string[] | undefined;
}

export interface MatchesQuestion {
  readonly searches: readonly CountedSearch[];
  readonly range: TimeRange;
  readonly signal: AbortSignal;
}

/** What one statement counts at most: the engine reads 256 KiB of its text. */
const atOnce = { searches: 100, characters: 100_000 } as const;
/** Conditions that are kept, so that they need not be compiled each time. */
const keptConditions = 2000;

type CounterDeps = Pick<AnalysisDeps, 'records' | 'search' | 'isolation'>;
type Selected = Awaited<ReturnType<typeof selectClusters>>;

interface Prepared {
  /** Of its search among all. */
  readonly index: number;
  readonly selection: Selection;
}

/** Makes what counts many searches at once. */
export function createMatchCounter(deps: CounterDeps, places: Pick<Places, 'rules'>) {
  const conditions = createConditions(deps);

  /** One that the engine cannot count costs itself alone. */
  async function count(batch: readonly Prepared[], counts: (number | undefined)[], signal: AbortSignal): Promise<void> {
    const [first, ...others] = batch.map(({ selection }) => selection);
    if (!first) return;
    try {
      const turn = { key: 'of all rules', signal };
      const found = await places.rules.run(() => deps.search.counts([first, ...others], signal), turn);
      for (const [place, { index }] of batch.entries()) counts[index] = found[place];
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (others.length === 0) return;
      const half = batch.length >> 1;
      await count(batch.slice(0, half), counts, signal);
      await count(batch.slice(half), counts, signal);
    }
  }

  return async ({ searches, range, signal }: MatchesQuestion): Promise<readonly (number | undefined)[]> => {
    const selected = createSelected(deps);
    const prepared: Prepared[] = [];
    for (const [index, search] of searches.entries()) {
      const clusters = await selected(search);
      const condition = clusters && (await conditions(search, clusters, { prefix: `p${index}_`, signal }));
      if (condition) prepared.push({ index, selection: { ...condition, range, scope: clusters.scope } });
    }
    const counts = searches.map((): number | undefined => undefined);
    for (const batch of batchesOf(prepared)) await count(batch, counts, signal);
    return counts;
  };
}

/** The clusters of searches; undefined where one is not there. Callers have most of them in common. */
function createSelected({ records }: CounterDeps): (search: CountedSearch) => Promise<Selected | undefined> {
  const found = new Map<string, Promise<Selected | undefined>>();
  return ({ caller, clusters }) => {
    const key = JSON.stringify([caller.kind, caller.name, clusters]);
    const selected = found.get(key) ?? unlessRefused(selectClusters(records, caller, clusters));
    found.set(key, selected);
    return selected;
  };
}

/** Conditions of searches, the latest of them kept; undefined where one cannot be compiled. */
function createConditions({ isolation }: CounterDeps) {
  const kept = new Map<string, SearchCondition | undefined>();
  return async (
    { caller, query }: CountedSearch,
    { clusters, scope: { bodies } }: Selected,
    { prefix, signal }: { readonly prefix: string; readonly signal: AbortSignal },
  ): Promise<SearchCondition | undefined> => {
    const key = JSON.stringify([prefix, query, clusters.map(({ id, name }) => [id, name]), bodies]);
    if (!kept.has(key)) {
      const text = { query, clusters, bodies, prefix };
      const compiled = await unlessRefused(isolation.search(text, { caller, signal }));
      // It has no turn now, and is not known to be wrong.
      if (!compiled) return undefined;
      kept.set(key, compiled.ok ? compiled.value : undefined);
      const [oldest] = kept.keys();
      if (kept.size > keptConditions && oldest !== undefined) kept.delete(oldest);
    }
    return kept.get(key);
  };
}

async function unlessRefused<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

/** Those whose callers see bodies apart from the others: they read from different relations. */
function batchesOf(prepared: readonly Prepared[]): readonly (readonly Prepared[])[] {
  const batches: Prepared[][] = [];
  for (const bodies of [true, false]) {
    let batch: Prepared[] = [];
    let characters = 0;
    for (const one of prepared.filter(({ selection }) => selection.scope.bodies === bodies)) {
      const size = one.selection.condition.length;
      if (batch.length === atOnce.searches || (batch.length > 0 && characters + size > atOnce.characters)) {
        batches.push(batch);
        batch = [];
        characters = 0;
      }
      batch.push(one);
      characters += size;
    }
    batches.push(batch);
  }
  return batches;
}
