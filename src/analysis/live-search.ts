import { isInScope, selectClusters } from '../access/index.ts';
import { withoutBodies } from '../audit/index.ts';
import { ok, type Result } from '../base/index.ts';
import { type Scope, splitStatement } from '../query/index.ts';
import type { StoredEvent } from '../store/index.ts';
import type { AnalysisDeps, Asked, Question } from './deps.ts';
import { eventJson } from './event-json.ts';

/** Beyond this an event is too old, or too far ahead, to be news: a late batch of last week is found by searching. */
const newsMicros = 86_400_000_000;

/** A search over events as they come in, within its caller's scope as it was when the search was made. */
export interface LiveSearch {
  /** The same for searches that find the same and show the same. */
  readonly key: string;
  /** Says of each of some events, received one after the other, whether it is found. */
  find(events: readonly StoredEvent[]): Promise<readonly boolean[]>;
  /** An event as its caller may see it: JSON on one line. */
  show(event: StoredEvent): string;
}

/** What of a question is about new events: they have no range. */
export type LiveQuestion = Pick<Question, 'query' | 'clusters'>;

/** Makes a search over new events. */
export async function prepareLiveSearch(
  { records, search, clock, isolation }: Pick<AnalysisDeps, 'records' | 'search' | 'clock' | 'isolation'>,
  { caller, question, signal }: Asked<LiveQuestion>,
): Promise<Result<LiveSearch>> {
  const { scope, clusters } = await selectClusters(records, caller, question.clusters);
  const text = splitStatement(question.query).search.text;
  const compiled = await isolation.search({ query: text, clusters }, { caller, signal });
  if (!compiled.ok) return compiled;
  const { condition, parameters, findsAll } = compiled.value;
  const names = new Map(clusters.map((cluster) => [cluster.id, cluster.name]));
  const isNews = ({ timeMicros }: StoredEvent): boolean => Math.abs(timeMicros - clock.nowMicros()) <= newsMicros;

  /** What the engine finds, once for all who search the same. */
  async function foundOf(events: readonly StoredEvent[]): Promise<ReadonlySet<string>> {
    const range = receiptsOf(events);
    return search.cursors({ condition, parameters, range, scope });
  }

  const live: LiveSearch = {
    key: JSON.stringify([text, scope]),
    async find(events) {
      const mayBe = events.map((event) => isInScope(scope, event) && isNews(event));
      if (findsAll || !mayBe.includes(true)) return mayBe;
      const found = await foundOf(events);
      return events.map(({ cursor }, index) => mayBe[index] === true && found.has(cursor));
    },
    show: (event) => shown(event, scope, names.get(event.clusterId) ?? ''),
  };
  return ok(live, compiled.diagnostics);
}

function receiptsOf(events: readonly StoredEvent[]) {
  const receipts = events.map(({ receivedAtMicros }) => receivedAtMicros);
  return { kind: 'received' as const, fromMicros: receipts[0] ?? 0, toMicros: (receipts.at(-1) ?? 0) + 1 };
}

function shown(event: StoredEvent, { bodies }: Scope, clusterName: string): string {
  const visible = bodies ? event : { ...event, bytes: withoutBodies(event.bytes), isRedacted: true };
  return eventJson(visible, clusterName)
    .toString('utf8')
    .replaceAll(/[\r\n]/g, ' ');
}
