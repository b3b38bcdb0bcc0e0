import { createSemaphore, ok, type Result, said, type Semaphore } from '../base/index.ts';
import type { Clock } from '../platform/index.ts';
import type { AnalysisDeps, Asked } from './deps.ts';
import type { Export } from './export.ts';

/**
 * What runs at once for those who ask. Places go round the callers: who asks for much waits behind themselves, up to a length and a
 * deadline, and is refused beyond (`too-many-requests`). No caller has all places of a kind, so that another one finds some free.
 */
export interface Places {
  /** Pages, counts, histograms, facets: each is one statement of some milliseconds. */
  readonly searches: Semaphore;
  /** Analyses, which may take a minute. */
  readonly statements: Semaphore;
  /** What rules ask, which nobody waits for: neither do people wait for rules, nor these for people. */
  readonly rules: Semaphore;
  /** Exports, from the first row to the last: they go as fast as their reader takes them. */
  readonly exports: Semaphore;
}

/** Together as many as the engine has sessions for (engine/session-pool.ts), but for one that the server's own reading has. */
const sizes = {
  searches: { places: 4, placesPerKey: 3, length: 128, task: said`search`, deadlineMs: 30_000 },
  statements: { places: 3, placesPerKey: 2, length: 32, task: said`run a statement`, deadlineMs: 60_000 },
  // A rule whose statement is slow holds one place, and never another's.
  rules: { places: 3, placesPerKey: 1, length: 4, task: said`evaluate a rule`, deadlineMs: 600_000 },
  exports: { places: 8, placesPerKey: 1, length: 4, task: said`export`, deadlineMs: 60_000 },
} as const;

/** Makes the places of a server. */
export function createPlaces(clock: Pick<Clock, 'sleep'>): Places {
  const semaphoreOf = ({ places, placesPerKey, length, task, deadlineMs }: (typeof sizes)[keyof Places]): Semaphore =>
    createSemaphore({ places, placesPerKey, queue: { task, length, deadline: { ms: deadlineMs, clock } } });
  return {
    searches: semaphoreOf(sizes.searches),
    statements: semaphoreOf(sizes.statements),
    rules: semaphoreOf(sizes.rules),
    exports: semaphoreOf(sizes.exports),
  };
}

/** Who waits for a place, and until when. */
function turnOf({ caller, signal }: Pick<Asked, 'caller' | 'signal'>) {
  return { key: caller.name, signal };
}

/** What a caller's question is answered with: each statement to the engine takes a place of theirs. */
export function withPlaces(
  deps: AnalysisDeps,
  places: Places,
  asked: Pick<Asked, 'caller' | 'signal' | 'rule'>,
): AnalysisDeps {
  const { search, statements } = deps;
  const { rule, signal } = asked;
  const turn = rule === undefined ? turnOf(asked) : { key: rule, signal };
  const searches = rule === undefined ? places.searches : places.rules;
  const analyses = rule === undefined ? places.statements : places.rules;
  const searched = <T>(task: () => Promise<T>): Promise<T> => searches.run(task, turn);
  return {
    ...deps,
    search: {
      ...search,
      page: (request) => searched(() => search.page(request)),
      count: (selection, signal) => searched(() => search.count(selection, signal)),
      histogram: (selection, buckets, signal) => searched(() => search.histogram(selection, buckets, signal)),
      facet: (selection, expression, options) => searched(() => search.facet(selection, expression, options)),
      facets: (selection, expressions, options) => searched(() => search.facets(selection, expressions, options)),
      // It looks at all events of twice the range, as an analysis does.
      patterns: (selection, options) => analyses.run(() => search.patterns(selection, options), turn),
      clusterActivity: (scope) => searched(() => search.clusterActivity(scope)),
    },
    statements: {
      ...statements,
      run: (statement, signal) => analyses.run(() => statements.run(statement, signal), turn),
    },
  };
}

/** Begins an export in a place that it holds until its last piece, or until its caller is gone. */
export async function exportInPlace(
  semaphore: Semaphore,
  asked: Pick<Asked, 'caller' | 'signal'>,
  begin: () => Promise<Result<Export>>,
): Promise<Result<Export>> {
  const release = await semaphore.acquire(turnOf(asked));
  // Pieces that nobody begins to read have no end.
  asked.signal.addEventListener('abort', release, { once: true });
  try {
    const begun = await begin();
    if (!begun.ok) release();
    return begun.ok ? ok({ ...begun.value, pieces: releasing(begun.value.pieces, release) }, begun.diagnostics) : begun;
  } catch (error) {
    release();
    throw error;
  }
}

async function* releasing(pieces: AsyncGenerator<Buffer>, release: () => void): AsyncGenerator<Buffer> {
  try {
    yield* pieces;
  } finally {
    release();
  }
}
