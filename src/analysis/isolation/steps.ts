import { type Diagnostic, fail, invariant, isAccepted, ok, type Result, said, worded } from '../../base/index.ts';
import { checkDashboard, type ReadDashboard } from '../../dashboards/index.ts';
import {
  userTimeline,
  furtherSearch,
  objectsOf,
  objectTimeline,
  type RecordedEvent,
  type Timeline,
} from '../../history/index.ts';
import {
  asAuditEvent,
  checkPolicy,
  createSimulation,
  type Decision,
  isPolicyLimit,
  isValid,
  type LintAnswer,
  lintPolicy,
  type LoadedPolicy,
  loadPolicy,
  parseKubeVersion,
  readRequest,
  type Simulation,
  type SimulationAnswer,
  type ValidateAnswer,
  validatePolicy,
} from '../../policy/index.ts';
import {
  type ClusterName,
  type CompiledStatement,
  type CompiledTogether,
  compileQuery,
  buildSearch,
  compileSearch,
  type CompiledPass,
  compilePasses,
  compileTogether,
  parseSearch,
  type ParameterValue,
  printSql,
  splitStatement,
  type StatementContext,
  withoutField,
} from '../../query/index.ts';
import { workLimits } from '../limits.ts';
import { type AnswerRows, type EngineAnswer, type PassAnswer, readAnswer, readPass } from './answer.ts';

export interface PolicyText {
  readonly policy: string;
  /** Such as `1.36`; left out: the newest that is known. */
  readonly kubeVersion?: string | undefined;
}

export interface PolicyRequests extends PolicyText {
  /** As the caller gave them. */
  readonly requests: readonly unknown[];
}

export interface SimulatedPolicies extends PolicyText {
  /** The policy to compare with; left out: what was recorded. */
  readonly against?: string | undefined;
}

export interface SearchText {
  readonly query: string;
  readonly clusters: readonly ClusterName[];
  /** Whether the caller may see bodies. */
  readonly bodies: boolean;
  /** Of the names of its parameters, so that several can stand in one statement; left out: `p`. */
  readonly prefix?: string | undefined;
}

export interface FacetTexts extends Omit<SearchText, 'prefix'> {
  /** A search besides the query, which for each field is asked without what it says of that field alone. */
  readonly filter: string;
  readonly fields: readonly string[];
}

export interface StatementText {
  readonly query: string;
  readonly context: StatementContext;
}

export interface StatementTexts {
  readonly queries: readonly string[];
  readonly context: StatementContext;
}

/** How queries are asked that can be asked together: those of one row, and others. */
export interface Together {
  readonly ofRows: readonly CompiledTogether[];
  readonly passes: readonly CompiledPass[];
}

/** A search as the engine takes it. */
export interface SearchCondition {
  readonly condition: string;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}

/** Compiles the search part of a query. */
export function compileSearchPart({ query, prefix, ...context }: SearchText): Result<SearchCondition> {
  const parsed = parseSearch(splitStatement(query).search.text);
  if (!parsed.ok) return parsed;
  const compiled = compileSearch(parsed.value, context);
  const diagnostics = [...parsed.diagnostics, ...compiled.diagnostics];
  if (!isAccepted(diagnostics)) return fail(...diagnostics);
  const { text: condition, parameters } = printSql(compiled.condition, prefix);
  return ok({ condition, parameters }, diagnostics);
}

/** An event of the store, whose time may differ from the one that it says. */
export interface StoredForHistory {
  readonly bytes: Uint8Array;
  readonly cluster: string;
  readonly atMicros: number;
}

/** What else changed the objects of a search, and from when on that is known. */
export interface FurtherHistory {
  readonly events: readonly StoredForHistory[];
  readonly fromMicros: number;
}

/** Compiles the search under which the values of each of some fields are counted. */
export function compileFacetSearches({
  query,
  filter,
  fields,
  ...context
}: FacetTexts): Result<readonly SearchCondition[]> {
  const [asked, besides] = [query, filter].map((text) => parseSearch(splitStatement(text).search.text));
  invariant(asked && besides, 'two texts are two searches');
  if (!asked.ok) return asked;
  if (!besides.ok) return besides;
  // What is warned of is said of the whole search, once.
  const whole = compileSearch(buildSearch.every([asked.value, besides.value]), context);
  const diagnostics = [...asked.diagnostics, ...besides.diagnostics, ...whole.diagnostics];
  if (!isAccepted(diagnostics)) return fail(...diagnostics);
  const conditions = fields.map((field) => {
    const siblings = withoutField(besides.value, field);
    const { condition } =
      siblings === besides.value ? whole : compileSearch(buildSearch.every([asked.value, siblings]), context);
    const { text, parameters } = printSql(condition);
    return { condition: text, parameters };
  });
  return ok(conditions, diagnostics);
}

/** The simulation that this thread is amid. */
let simulation: Simulation | undefined;
/** The events of the search whose timeline this thread is amid. */
let found: readonly RecordedEvent[] | undefined;

/**
 * What is done with what a caller wrote, each a function from data to data: it crosses into a thread and back. A simulation is begun,
 * added to and ended in one thread, and so is a timeline.
 */
export const steps = {
  search: compileSearchPart,
  facetSearches: compileFacetSearches,
  statement: ({ query, context }: StatementText): Result<CompiledStatement> => compileQuery(query, context),
  together: ({ queries, context }: StatementTexts): Result<Together> => {
    const ofRows = compileTogether(queries, context);
    const taken = new Set(ofRows.flatMap(({ parts }) => parts.map(({ query }) => query)));
    const others = [...queries.entries()].filter(([number]) => !taken.has(number));
    return ok({ ofRows, passes: compilePasses(new Map(others), context) });
  },
  answer: (asked: EngineAnswer): Result<AnswerRows> => ok(readAnswer(asked)),
  pass: (asked: PassAnswer): Result<readonly Uint8Array[]> => ok(readPass(asked)),
  validate: ({ policy, kubeVersion }: PolicyText): Result<ValidateAnswer> => {
    const release = parseKubeVersion(kubeVersion);
    if (!release.ok) return release;
    const answer = validatePolicy(policy, release.value);
    return withinLimits(answer, answer.errors);
  },
  lint: ({ policy, kubeVersion }: PolicyText): Result<LintAnswer> => {
    const release = parseKubeVersion(kubeVersion);
    if (!release.ok) return release;
    const answer = lintPolicy(policy, release.value);
    return withinLimits(answer, answer.findings);
  },
  check: (asked: PolicyRequests): Result<readonly Decision[]> => {
    const release = parseKubeVersion(asked.kubeVersion);
    if (!release.ok) return release;
    const requests = asked.requests.map((request, index) => readRequest(request, `requests.${index}`));
    const unread = requests.find((request) => !request.ok);
    if (unread) return fail(...unread.diagnostics);
    const rules = loadPolicy(asked.policy, release.value).policy?.rules.length ?? 0;
    if (rules * requests.length > workLimits.checks) return fail(tooManyChecks(requests.length, rules));
    const read = requests.flatMap((request) => (request.ok ? [request.value] : []));
    return checkPolicy(asked.policy, read, release.value);
  },
  dashboard: (yaml: string): Result<ReadDashboard> => ok(checkDashboard(yaml)),
  simulationBegin: (asked: SimulatedPolicies): Result<null> => {
    const release = parseKubeVersion(asked.kubeVersion);
    if (!release.ok) return release;
    const policy = loadPolicy(asked.policy, release.value);
    if (!isValid(policy)) return fail(...problemsOf(policy));
    const against = asked.against === undefined ? undefined : loadPolicy(asked.against, release.value);
    if (against && !isValid(against)) return fail(...problemsOf(against));
    simulation = createSimulation(policy, against);
    return ok(null);
  },
  simulationAdd: (events: readonly Uint8Array[]): Result<null> => {
    for (const bytes of events) {
      const event = asAuditEvent(JSON.parse(new TextDecoder().decode(bytes)));
      if (event) simulation?.add(event, bytes.length);
    }
    return ok(null);
  },
  simulationEnd: (): Result<SimulationAnswer> => {
    invariant(simulation, 'a simulation is begun before it is ended');
    const answer = simulation.result();
    simulation = undefined;
    return ok(answer);
  },
  historyOfUsers: (events: readonly StoredForHistory[]): Result<Timeline> => ok(userTimeline(events.map(readStored))),
  /** Begins a timeline of objects: gives the search for what else changed them; undefined where there are none. */
  historyBegin: (events: readonly StoredForHistory[]): Result<string | undefined> => {
    found = events.map(readStored);
    return ok(furtherSearch(objectsOf(found)));
  },
  historyEnd: ({ events, fromMicros }: FurtherHistory): Result<Timeline> => {
    invariant(found, 'a timeline is begun before it is ended');
    const timeline = objectTimeline(found, events.map(readStored), fromMicros);
    found = undefined;
    return ok(timeline);
  },
};

export type Steps = typeof steps;

function readStored({ bytes, ...known }: StoredForHistory): RecordedEvent {
  return { ...known, json: JSON.parse(new TextDecoder().decode(bytes)) };
}

type Problem = Pick<Diagnostic, 'code' | 'message' | 'line' | 'column'>;

/** An answer about a policy, or, where it is larger than is read, the limit that it meets: nothing was found out about it. */
function withinLimits<T>(answer: T, problems: readonly Problem[]): Result<T> {
  const limit = problems.find(({ code }) => isPolicyLimit(code));
  if (!limit) return ok(answer);
  const { code, message, line = 1, column = 1 } = limit;
  return fail({ code, severity: 'error', ...worded(message, said`make it smaller`), line, column });
}

function problemsOf({ errors }: LoadedPolicy): readonly Diagnostic[] {
  return errors.map(({ message, line, column }) => ({
    code: 'invalid-policy',
    severity: 'error',
    message,
    line,
    column,
  }));
}

function tooManyChecks(requests: number, rules: number): Diagnostic {
  const message = said`${requests} requests by ${rules} rules are more than ${workLimits.checks} checks`;
  return { code: 'limit-checks', severity: 'error', ...worded(message, said`check fewer requests at once`) };
}
