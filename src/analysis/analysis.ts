import type { Result } from '../base/index.ts';
import type { ReadDashboard } from '../dashboards/index.ts';
import type { Decision, LintAnswer, SimulationAnswer, ValidateAnswer } from '../policy/index.ts';
import type { ClusterActivity } from '../store/index.ts';
import type { AnalysisDeps, Asked, AskedByName } from './deps.ts';
import { type EventToFind, findReceived, type ReceivedEvent } from './received.ts';
import { type EventsQuestion, findEvents, type FoundEvents } from './events.ts';
import { type Export, type ExportQuestion, exportFound } from './export.ts';
import { completeValues, countValues, type FacetsQuestion, type FieldCounts, type ValuesQuestion } from './facets.ts';
import { type History, type HistoryQuestion, tellHistory } from './history.ts';
import { countOverTime, type HistogramQuestion, type OutcomeCounts } from './histogram.ts';
import type { PolicyRequests, PolicyText } from './isolation/index.ts';
import { createMatchCounter, type MatchesQuestion } from './count-matches.ts';
import { type LiveQuestion, type LiveSearch, prepareLiveSearch } from './live-search.ts';
import { findPatterns, type FoundPatterns, type PatternsQuestion } from './patterns.ts';
import { simulateStored, type SimulationQuestion } from './simulate.ts';
import { createPlaces, exportInPlace, withPlaces } from './places.ts';
import {
  describeStatement,
  runStatement,
  type RangedStatementQuestion,
  type ShownColumn,
  type StatementAnswer,
  type StatementQuestion,
} from './statement.ts';
import { type PartAnswer, runTogether, type TogetherQuestion } from './together.ts';

/**
 * Questions about events, asked by a caller and answered within their scope. What is wrong with a question is a failed Result;
 * AppError `bad-request` is thrown for a time or field that is none, `not-found` for a cluster that the caller does not see, and
 * `too-many-requests` where they ask for more than waits its turn.
 */
export interface Analysis {
  events(asked: Asked<EventsQuestion>): Promise<Result<FoundEvents>>;
  /** One event as it was received, with its bodies whoever asks; undefined where the caller sees none. */
  received(asked: Asked<EventToFind>): Promise<ReceivedEvent | undefined>;
  histogram(asked: Asked<HistogramQuestion>): Promise<Result<readonly OutcomeCounts[]>>;
  /** What happened to the objects of a search, or what its users did, as lanes over time. */
  history(asked: Asked<HistoryQuestion>): Promise<Result<History>>;
  facets(asked: Asked<FacetsQuestion>): Promise<Result<readonly FieldCounts[]>>;
  /** The events of a search, clustered by what they have in common, and which of the clusters the period before did not have. */
  patterns(asked: Asked<PatternsQuestion>): Promise<Result<FoundPatterns>>;
  values(asked: Asked<ValuesQuestion>): Promise<Result<readonly { readonly value: string; readonly count: number }[]>>;
  statement(asked: Asked<StatementQuestion | RangedStatementQuestion>): Promise<Result<StatementAnswer>>;
  /** The columns that `search | SQL` gives, or what is wrong with it. The engine is not asked. */
  describe(asked: Asked<Pick<StatementQuestion, 'query' | 'clusters'>>): Promise<Result<readonly ShownColumn[]>>;
  /**
   * How many events each of many searches finds, each for its own caller: one statement for all, or a few where they are many. Undefined where
   * that cannot be said: whoever asks for that one alone is told why.
   */
  countMatches(asked: MatchesQuestion): Promise<readonly (number | undefined)[]>;
  /** What queries give that can be asked together, by their numbers. */
  together(asked: Asked<TogetherQuestion>): Promise<ReadonlyMap<number, PartAnswer>>;
  export(asked: Asked<ExportQuestion>): Promise<Result<Export>>;
  /** What kube-apiserver says of a policy. */
  validate(asked: Asked<PolicyText>): Promise<Result<ValidateAnswer>>;
  lint(asked: Asked<PolicyText>): Promise<Result<LintAnswer>>;
  /** What a policy decides of requests. */
  check(asked: Asked<PolicyRequests>): Promise<Result<readonly Decision[]>>;
  /** What is wrong with a dashboard, its statements included. */
  dashboard(asked: AskedByName<string>): Promise<Result<ReadDashboard>>;
  simulate(asked: Asked<SimulationQuestion>): Promise<Result<SimulationAnswer>>;
  /** Of each cluster that has events within the caller's scope. */
  clusterActivity(asked: Pick<Asked, 'caller' | 'signal'>): Promise<readonly ClusterActivity[]>;
  /** A search over events as they come in. */
  live(asked: Asked<LiveQuestion>): Promise<Result<LiveSearch>>;
}

/** Makes what answers questions. */
export function createAnalysis(deps: AnalysisDeps): Analysis {
  const places = createPlaces(deps.clock);
  const countMatches = createMatchCounter(deps, places);
  const shared = (asked: Pick<Asked, 'caller' | 'signal' | 'rule'>): AnalysisDeps => withPlaces(deps, places, asked);
  return {
    events: (asked) => findEvents(shared(asked), asked),
    received: (asked) => findReceived(shared(asked), asked),
    histogram: (asked) => countOverTime(shared(asked), asked),
    history: (asked) => tellHistory(shared(asked), asked),
    facets: (asked) => countValues(shared(asked), asked),
    patterns: (asked) => findPatterns(shared(asked), asked),
    values: (asked) => completeValues(shared(asked), asked),
    statement: (asked) => runStatement(shared(asked), asked),
    describe: (asked) => describeStatement(deps, asked),
    countMatches,
    together: (asked) => runTogether(shared(asked), asked),
    export: (asked) => exportInPlace(places.exports, asked, () => exportFound(shared(asked), asked)),
    validate: ({ question, ...who }) => deps.isolation.take('validate', question, who),
    lint: ({ question, ...who }) => deps.isolation.take('lint', question, who),
    check: ({ question, ...who }) => deps.isolation.take('check', question, who),
    dashboard: ({ question, ...who }) => deps.isolation.take('dashboard', question, who),
    simulate: (asked) => simulateStored(shared(asked), asked),
    clusterActivity: (asked) => shared(asked).search.clusterActivity(asked.caller.scope),
    live: (asked) => prepareLiveSearch(deps, asked),
  };
}
