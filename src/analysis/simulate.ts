import { AppError, ok, type Result, said } from '../base/index.ts';
import type { SimulationAnswer } from '../policy/index.ts';
import type { AnalysisDeps, Asked, Question } from './deps.ts';
import { eventPages } from './event-pages.ts';
import type { SimulatedPolicies } from './isolation/index.ts';
import { workLimits } from './limits.ts';
import { prepareSearch } from './search.ts';

export interface SimulationQuestion extends SimulatedPolicies, Pick<Question, 'from' | 'to'> {
  readonly cluster: string;
}

/** Replays what the store holds of a cluster through a policy, a page at a time. */
export async function simulateStored(
  deps: AnalysisDeps,
  { caller, question, signal }: Asked<SimulationQuestion>,
): Promise<Result<SimulationAnswer>> {
  const { from, to, cluster, policy, against, kubeVersion } = question;
  const replay = { query: '', from, to, clusters: [cluster] };
  return deps.isolation.run<SimulationAnswer>(
    async (take) => {
      const begun = await take('simulationBegin', { policy, against, kubeVersion });
      if (!begun.ok) return begun;
      const prepared = await prepareSearch(deps, { caller, question: replay, signal });
      if (!prepared.ok) return prepared;
      const { selection } = prepared.value;
      const total = await deps.search.count(selection, signal);
      if (total > workLimits.simulatedEvents)
        throw new AppError(
          'bad-request',
          said`cannot simulate: the range holds ${total} events, more than ${workLimits.simulatedEvents}`,
        );
      for await (const events of eventPages(deps.search, { ...selection, order: 'asc', signal })) {
        const added = await take(
          'simulationAdd',
          events.map(({ bytes }) => bytes),
        );
        if (!added.ok) return added;
      }
      const ended = await take('simulationEnd', undefined);
      return ended.ok ? ok(ended.value) : ended;
    },
    { caller, signal },
  );
}
