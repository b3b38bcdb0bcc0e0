import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import {
  createSimulation,
  type LoadedPolicy,
  type Policy,
  type SimulationAnswer,
} from '../../../../src/policy/index.ts';
import { searchEvents } from '../../api/search.ts';
import { useChosenClusters } from '../../app/shell/use-chosen-clusters.ts';
import { readRecorded } from './use-recent-requests.ts';

/** The newest events of the last day that are replayed in the page, at every keystroke. */
const replayed = 2000;

export interface Traffic {
  readonly answer: SimulationAnswer | undefined;
  readonly error: Error | null;
}

/** Replays recorded events through the policy that is being written. */
export function useTraffic(loaded: LoadedPolicy & { readonly policy: Policy }): Traffic {
  const [clusters] = useChosenClusters();
  const events = useQuery({
    queryKey: ['policy', 'traffic', clusters],
    queryFn: async ({ signal }) => {
      const range = { from: '-1d', to: 'now', ...(clusters.length > 0 ? { clusters } : {}) };
      const found = await searchEvents({ query: '', ...range }, { limit: replayed }, signal);
      return found.events.flatMap(({ raw }) => {
        const event = readRecorded(raw);
        return event ? [{ event, bytes: raw.length }] : [];
      });
    },
  });
  const answer = useMemo(() => {
    if (!events.data) return undefined;
    const simulation = createSimulation(loaded);
    for (const { event, bytes } of events.data) simulation.add(event, bytes);
    return simulation.result();
  }, [events.data, loaded]);
  return { answer, error: events.error };
}
