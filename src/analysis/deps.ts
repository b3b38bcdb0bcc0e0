import type { Caller } from '../access/index.ts';
import type { Clock } from '../platform/index.ts';
import type { TimeRange } from '../query/index.ts';
import type { Records } from '../records/index.ts';
import type { Isolation } from './isolation/index.ts';
import type { EventSearch, ReferenceData, StatementRunner } from '../store/index.ts';

/** What questions are answered with. */
export interface AnalysisDeps {
  readonly records: Pick<Records, 'clusters' | 'users' | 'apiTokens'>;
  readonly search: EventSearch;
  readonly statements: StatementRunner;
  readonly referenceData: ReferenceData;
  readonly isolation: Isolation;
  readonly clock: Pick<Clock, 'now' | 'nowMicros' | 'sleep'>;
  /** IANA name of the zone of statements that name none. */
  readonly timeZone: string;
}

/** What every question about events says. */
export interface Question {
  /** A search; where `search | SQL` is not asked for, what stands behind the bar is left out. */
  readonly query: string;
  /** RFC 3339, Unix seconds, or relative to now. */
  readonly from: string | number;
  readonly to: string | number;
  /** Names of clusters; none are all that the caller may see. */
  readonly clusters?: readonly string[] | undefined;
}

/** A question about a range in microseconds: over when events happened, or over when they were received, of which callers know nothing. */
export interface RangedQuestion extends Pick<Question, 'query' | 'clusters'> {
  readonly range: TimeRange;
  /** What `now()` is in a statement; left out: now. */
  readonly nowMicros?: number | undefined;
}

/** A question, who asks it, and the signal by which they stop asking. */
export interface Asked<Q = Question> {
  readonly caller: Caller;
  readonly question: Q;
  readonly signal: AbortSignal;
  /** Who asks at its owner's behest while nobody waits for the answer: it has places apart from those of people, and a turn of its own. */
  readonly rule?: string | undefined;
}

/** A question that has nothing to do with what its caller may see. */
export interface AskedByName<Q> extends Omit<Asked<Q>, 'caller'> {
  readonly caller: Pick<Caller, 'name'>;
}
