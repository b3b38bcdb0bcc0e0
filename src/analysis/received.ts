import { AppError } from '../base/index.ts';
import { buildSearch, printSearch } from '../query/index.ts';
import type { StoredEvent } from '../store/index.ts';
import type { AnalysisDeps, Asked } from './deps.ts';
import { prepareSearch } from './search.ts';

/** Which event: audit ids are chosen by clients, so the id alone does not tell it. */
export interface EventToFind {
  /** Its name. */
  readonly cluster: string;
  readonly auditId: string;
  readonly stage: string;
  /** Its stage time. */
  readonly atMicros: number;
}

/** An event with the bytes that came, all of them. */
export type ReceivedEvent = Pick<StoredEvent, 'bytes' | 'clusterId' | 'namespace' | 'timeMicros'>;

/**
 * One event for keeping, of those that the caller sees. It has its bodies also for a caller who may not see them: whoever shows
 * it takes them out. Throws AppError `not-found` for a cluster that the caller does not see.
 */
export async function findReceived(
  deps: AnalysisDeps,
  { caller, question, signal }: Asked<EventToFind>,
): Promise<ReceivedEvent | undefined> {
  const { cluster, auditId, stage, atMicros } = question;
  const query = printSearch(
    buildSearch.every([buildSearch.equals('auditID', auditId), buildSearch.equals('stage', stage)]),
  );
  const whole = { ...caller, scope: { ...caller.scope, bodies: true } };
  const range = { fromMicros: atMicros, toMicros: atMicros + 1 };
  const prepared = await prepareSearch(deps, {
    caller: whole,
    question: { query, range, clusters: [cluster] },
    signal,
  });
  if (!prepared.ok)
    throw new AppError(
      'bad-request',
      prepared.diagnostics[0]?.message ?? 'cannot find the event: its id cannot be read',
    );
  const [event] = await deps.search.page({ ...prepared.value.selection, order: 'asc', limit: 1, signal });
  return event;
}
