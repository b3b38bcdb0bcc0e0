import { ok, type Result } from '../base/index.ts';
import type { Timeline } from '../history/index.ts';
import type { TimeRange } from '../query/index.ts';
import type { AnalysisDeps, Asked, Question } from './deps.ts';
import { eventPages } from './event-pages.ts';
import type { StoredForHistory } from './isolation/index.ts';
import { workLimits } from './limits.ts';
import { type PreparedSearch, prepareSearch } from './search.ts';

export interface HistoryQuestion extends Question {
  /** Whose lanes: of objects, with all that changed them, or of users. */
  readonly by: 'object' | 'user';
}

export interface History {
  readonly timeline: Timeline;
  readonly range: TimeRange;
  /** From when on everything is told: later than the range's begin where it holds more events than are read. */
  readonly knownFromMicros: number;
  /** Events that the search finds, and how many of them are told. */
  readonly total: number;
  readonly read: number;
}

/**
 * Tells what happened to the objects of a search, or what its users did. Of objects all changes are looked for, whoever made them, within
 * what the caller may see: a search for one user's deeds would else show objects that others deleted as if they were there.
 */
export async function tellHistory(
  deps: AnalysisDeps,
  { caller, question, signal }: Asked<HistoryQuestion>,
): Promise<Result<History>> {
  const prepared = await prepareSearch(deps, { caller, question, signal });
  if (!prepared.ok) return prepared;
  const { selection, range } = prepared.value;
  const [found, total] = await Promise.all([
    newest(deps, prepared.value, signal),
    deps.search.count(selection, signal),
  ]);
  const begin = Math.max(range.fromMicros, found.cutAtMicros ?? 0);
  const told = (timeline: Timeline, knownFromMicros: number): Result<History> =>
    ok({ timeline, range, knownFromMicros, total, read: found.events.length }, prepared.diagnostics);
  if (question.by === 'user') {
    const users = await deps.isolation.take('historyOfUsers', found.events, { caller, signal });
    return users.ok ? told(users.value, begin) : users;
  }
  return deps.isolation.run<History>(
    async (take) => {
      const begun = await take('historyBegin', found.events);
      if (!begun.ok) return begun;
      const further = await furtherOf(deps, { caller, question, signal }, begun.value, { ...range, fromMicros: begin });
      if (!further.ok) return further;
      const fromMicros = Math.max(begin, further.value.cutAtMicros ?? 0);
      const ended = await take('historyEnd', { events: further.value.events, fromMicros });
      return ended.ok ? told(ended.value, fromMicros) : ended;
    },
    { caller, signal },
  );
}

/** What else changed the objects of a search. */
async function furtherOf(
  deps: AnalysisDeps,
  { caller, question: { clusters }, signal }: Asked<HistoryQuestion>,
  query: string | undefined,
  range: TimeRange,
): Promise<Result<Newest>> {
  if (query === undefined) return ok({ events: [], cutAtMicros: undefined });
  const prepared = await prepareSearch(deps, { caller, question: { query, clusters, range }, signal });
  return prepared.ok ? ok(await newest(deps, prepared.value, signal)) : prepared;
}

/** The newest events of a search, in the order of time. */
interface Newest {
  readonly events: readonly StoredForHistory[];
  /** Before this there are more; undefined where there are none. */
  readonly cutAtMicros: number | undefined;
}

async function newest(
  { search }: AnalysisDeps,
  { selection, clusters }: PreparedSearch,
  signal: AbortSignal,
): Promise<Newest> {
  const names = new Map(clusters.map(({ id, name }) => [id, name]));
  const events: StoredForHistory[] = [];
  let bytes = 0;
  const limit = workLimits.historyEvents + 1;
  for await (const page of eventPages(search, { ...selection, order: 'desc', limit, signal }))
    for (const event of page) {
      if (bytes > workLimits.historyBytes || events.length === workLimits.historyEvents)
        return { events: events.toReversed(), cutAtMicros: events.at(-1)?.atMicros };
      bytes += event.bytes.length;
      events.push({ bytes: event.bytes, cluster: names.get(event.clusterId) ?? '', atMicros: event.timeMicros });
    }
  return { events: events.toReversed(), cutAtMicros: undefined };
}
