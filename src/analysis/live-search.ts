import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { isInScope, selectClusters } from '../access/index.ts';
import { EventReader, withoutBodies } from '../audit/index.ts';
import { fail, isAccepted, ok, type Result } from '../base/index.ts';
import { compileMatcher, parseSearch, SearchedEvent, splitStatement } from '../query/index.ts';
import type { StoredEvent } from '../store/index.ts';
import type { AnalysisDeps, Asked, Question } from './deps.ts';
import { eventJson } from './event-json.ts';

/** Beyond this an event is too old, or too far ahead, to be news: a late batch of last week is found by searching. */
const newsMicros = 86_400_000_000;
/** For so long at most looks are taken in one go: one at a small event takes microseconds, one at a large event many milliseconds. */
const goMs = 5;

/** A search over events as they come in, within its caller's scope as it was when the search was made. */
export interface LiveSearch {
  /** The same for searches that find the same and show the same. */
  readonly key: string;
  finds(event: LiveEvent): boolean;
  /** An event as its caller may see it: JSON on one line. */
  show(event: StoredEvent): string;
}

/** What of a question is about new events: they have no range. */
export type LiveQuestion = Pick<Question, 'query' | 'clusters'>;

/** Makes a search over new events. */
export async function prepareLiveSearch(
  { records, clock, isolation }: Pick<AnalysisDeps, 'records' | 'clock' | 'isolation'>,
  { caller, question, signal }: Asked<LiveQuestion>,
): Promise<Result<LiveSearch>> {
  const { scope, clusters } = await selectClusters(records, caller, question.clusters);
  const query = splitStatement(question.query).search.text;
  // Where it may take its time and be stopped; what comes through is compiled here as well, a function does not leave its thread.
  const checked = await isolation.search({ query, clusters, bodies: scope.bodies }, { caller, signal });
  if (!checked.ok) return checked;
  const parsed = parseSearch(query);
  if (!parsed.ok) return parsed;
  const { matches, diagnostics } = compileMatcher(parsed.value, { clusters });
  if (!isAccepted(diagnostics)) return fail(...diagnostics);
  const names = new Map(clusters.map((cluster) => [cluster.id, cluster.name]));
  const isNews = ({ timeMicros }: StoredEvent): boolean => Math.abs(timeMicros - clock.nowMicros()) <= newsMicros;
  const live: LiveSearch = {
    key: JSON.stringify([query, scope]),
    finds: (event) =>
      isInScope(scope, event.stored) &&
      isNews(event.stored) &&
      matches(scope.bodies ? event.whole : event.withoutBodies),
    show: (event) => shown(event, scope.bodies, names.get(event.clusterId) ?? ''),
  };
  return ok(live, checked.diagnostics);
}

/** An event as searches look at it: read once for all of them, and once more for those whose callers see no bodies. */
export class LiveEvent {
  readonly stored: StoredEvent;
  readonly #readers: Readers;
  #whole: SearchedEvent | undefined;
  #withoutBodies: SearchedEvent | undefined;

  /** Uses the readers: it is valid until the next event does. */
  constructor(stored: StoredEvent, readers: Readers) {
    this.stored = stored;
    this.#readers = readers;
  }

  get whole(): SearchedEvent {
    this.#whole ??= searched(this.#readers.whole, this.stored, this.stored.bytes);
    return this.#whole;
  }

  /** As its caller sees it who sees no bodies: nothing comes of them. */
  get withoutBodies(): SearchedEvent {
    this.#withoutBodies ??= searched(this.#readers.withoutBodies, this.stored, withoutBodies(this.stored.bytes));
    return this.#withoutBodies;
  }
}

interface Readers {
  readonly whole: EventReader;
  readonly withoutBodies: EventReader;
}

function searched(
  reader: EventReader,
  { clusterId, receivedAtMicros, wrapper }: StoredEvent,
  bytes: Uint8Array,
): SearchedEvent {
  reader.read(bytes, 0, bytes.length, receivedAtMicros);
  reader.row.put('wrapper', wrapper);
  return new SearchedEvent(reader.row, clusterId);
}

/** Says of each search, by its key, which of the events it finds. Everybody else is answered in between. */
export async function findLive(
  events: readonly StoredEvent[],
  searches: readonly LiveSearch[],
): Promise<Map<string, readonly boolean[]>> {
  const found = new Map(searches.map((search) => [search.key, events.map(() => false)]));
  const readers = { whole: new EventReader(), withoutBodies: new EventReader() };
  let beganAt = performance.now();
  for (const [index, stored] of events.entries()) {
    const event = new LiveEvent(stored, readers);
    for (const search of searches) {
      const flags = found.get(search.key);
      if (flags) flags[index] = search.finds(event);
      if (performance.now() - beganAt < goMs) continue;
      await yieldToOthers();
      beganAt = performance.now();
    }
  }
  return found;
}

/** What is shown of an event is the same for all who see it. */
const shownTexts = { whole: new WeakMap<StoredEvent, string>(), withoutBodies: new WeakMap<StoredEvent, string>() };

function shown(event: StoredEvent, hasBodies: boolean, clusterName: string): string {
  const texts = hasBodies ? shownTexts.whole : shownTexts.withoutBodies;
  const text = texts.get(event) ?? textOf(event, hasBodies, clusterName);
  texts.set(event, text);
  return text;
}

function textOf(event: StoredEvent, hasBodies: boolean, clusterName: string): string {
  const visible = hasBodies ? event : { ...event, bytes: withoutBodies(event.bytes), isRedacted: true };
  return eventJson(visible, clusterName)
    .toString('utf8')
    .replaceAll(/[\r\n]/g, ' ');
}
