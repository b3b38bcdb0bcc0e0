import { AppError, ok, type Result, said } from '../base/index.ts';
import { decodeCursor } from '../store/index.ts';
import type { AnalysisDeps, Asked, Question } from './deps.ts';
import { eventJson } from './event-json.ts';
import { eventPages } from './event-pages.ts';
import { resumed } from './resumed.ts';
import { prepareSearch } from './search.ts';

export interface EventsQuestion extends Question {
  readonly order: 'asc' | 'desc';
  readonly limit: number;
  /** Of the page before. */
  readonly cursor?: string | undefined;
}

/** Some of the events found, each as the JSON that was received with what the store knows beside it. */
export interface EventPage {
  readonly events: readonly Buffer[];
  /** Where to go on after the last of them. */
  readonly cursor: string | undefined;
}

export interface FoundEvents {
  /** Events that the search finds, however many of them are given. */
  readonly total: number;
  readonly pages: AsyncGenerator<EventPage>;
}

/**
 * The events of a search. What fails by the first page fails the call; later pages are read as they are asked for, since ten
 * thousand events may be gigabytes. Throws AppError `bad-request` for a cursor that is none of ours.
 */
export async function findEvents(
  deps: AnalysisDeps,
  { caller, question, signal }: Asked<EventsQuestion>,
): Promise<Result<FoundEvents>> {
  if (question.cursor !== undefined && !decodeCursor(question.cursor))
    throw new AppError('bad-request', said`cannot read cursor: it is none of ours`);
  const prepared = await prepareSearch(deps, { caller, question, signal });
  if (!prepared.ok) return prepared;
  const { selection, clusters } = prepared.value;
  const { cursor, order, limit } = question;
  const stored = eventPages(deps.search, { ...selection, order, limit, cursor, signal });
  const [first, total] = await Promise.all([stored.next(), deps.search.count(selection, signal)]);
  const names = new Map(clusters.map((cluster) => [cluster.id, cluster.name]));

  async function* pages(): AsyncGenerator<EventPage> {
    for await (const events of resumed(first, stored))
      yield {
        events: events.map((event) => eventJson(event, names.get(event.clusterId) ?? '')),
        cursor: events.at(-1)?.cursor,
      };
  }

  return ok({ total, pages: pages() }, prepared.diagnostics);
}
