import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { SimulateAnswer } from '../../../../src/server/schemas/index.ts';
import { call } from '../../api/client.ts';

const ruleSchema = z.object({
  index: z.number(),
  line: z.number(),
  events: z.number(),
  written: z.number(),
  bytes: z.number(),
});
const answerSchema = SimulateAnswer.extend({ rules: z.array(ruleSchema) });

const pauseMillis = 600;

/** Replays what a cluster recorded in the last day through the policy that is being written, on the server. */
export function useTraffic(policy: string, minor: number, cluster: string | undefined) {
  const [settled] = useDebouncedValue(policy, pauseMillis);
  return useQuery({
    queryKey: ['policy', 'traffic', settled, minor, cluster],
    enabled: cluster !== undefined,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const body = { policy: settled, kubeVersion: `1.${minor}`, cluster, from: '-1d', to: 'now' };
      return call('POST', '/api/v1/policy/simulate', answerSchema, { body, signal });
    },
  });
}
