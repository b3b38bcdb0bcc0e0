import { AppError, type Diagnostic, fail, ok, type Result } from '../base/index.ts';
import {
  asAuditEvent,
  createSimulation,
  isValid,
  type KubeRelease,
  loadPolicy,
  type LoadedPolicy,
} from '../policy/index.ts';
import type { AnalysisDeps, Asked, Question } from './deps.ts';
import { eventPages } from './event-pages.ts';
import { prepareSearch } from './search.ts';

/** Events that one call replays; beyond, the range is to be made smaller or the command line used on files. */
const maxEvents = 500_000;

export interface SimulationQuestion extends Pick<Question, 'from' | 'to'> {
  readonly policy: string;
  /** The policy to compare with; left out: what was recorded. */
  readonly against?: string | undefined;
  readonly cluster: string;
  readonly release: KubeRelease;
}

type Simulated = ReturnType<ReturnType<typeof createSimulation>['result']>;

/** Replays what the store holds of a cluster through a policy, a page at a time. */
export async function simulateStored(
  deps: AnalysisDeps,
  { caller, question, signal }: Asked<SimulationQuestion>,
): Promise<Result<Simulated>> {
  const { release, from, to, cluster } = question;
  const policy = loadPolicy(question.policy, release);
  if (!isValid(policy)) return fail(...problemsOf(policy));
  const against = question.against === undefined ? undefined : loadPolicy(question.against, release);
  if (against && !isValid(against)) return fail(...problemsOf(against));
  const simulation = createSimulation(policy, against);
  const prepared = await prepareSearch(deps, { caller, question: { query: '', from, to, clusters: [cluster] } });
  if (!prepared.ok) return prepared;
  const { selection } = prepared.value;
  const total = await deps.search.count(selection, signal);
  if (total > maxEvents)
    throw new AppError('bad-request', `cannot simulate: the range holds ${total} events, more than ${maxEvents}`);
  for await (const events of eventPages(deps.search, { ...selection, order: 'asc', signal })) {
    for (const { bytes } of events) {
      const event = asAuditEvent(JSON.parse(new TextDecoder().decode(bytes)));
      if (event) simulation.add(event, bytes.length);
    }
  }
  return ok(simulation.result());
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
