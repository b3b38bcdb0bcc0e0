import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { scalarText } from '../../../api/json.ts';
import { runStatement } from '../../../api/search.ts';
import { conditionText } from '../../../lib/value-filter.ts';
import type { EventItem } from '../use-log.ts';
import type { FactRow } from './fact-list.tsx';

/** Which service account, pod and node acted, each with how that is known: what the event does not tell is not guessed. */
export function useActorRows(item: EventItem): readonly FactRow[] {
  const { t } = useTranslation();
  const { facts } = item;
  const nodes = useNodesOfAddress(item);
  const account: FactRow = {
    label: 'event.serviceAccount',
    field: 'derived.serviceAccountName',
    values: [facts.serviceAccount],
    known: t('event.known.account', { namespace: facts.serviceAccountNamespace }),
  };
  const pod: FactRow = {
    label: 'event.pod',
    field: 'derived.pod',
    values: [facts.pod],
    known: t('event.known.token'),
  };
  const node: FactRow =
    facts.node === ''
      ? {
          label: 'event.nodeOf',
          field: 'derived.node',
          values: nodes.data ?? [],
          known: t('event.known.address', { count: nodes.data?.length ?? 0, address: addressOf(item) }),
        }
      : {
          label: 'event.nodeOf',
          field: 'derived.node',
          values: [facts.node],
          known: facts.username === `system:node:${facts.node}` ? t('event.known.user') : t('event.known.token'),
        };
  return [account, pod, node];
}

/** All addresses but the last are whatever the client says. */
function addressOf({ facts }: EventItem): string {
  return facts.ips.at(-1) ?? '';
}

const hourMs = 3_600_000;

/** The nodes whose kubelets used the address from which the event came, in the hour before and after it. */
function useNodesOfAddress(item: EventItem) {
  const { facts } = item;
  const address = addressOf(item);
  return useQuery({
    queryKey: ['log', 'nodes-of-address', facts.cluster, address, Math.floor(facts.at / hourMs)],
    enabled: facts.node === '' && address !== '' && facts.cluster !== '' && !Number.isNaN(facts.at),
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<readonly string[]> => {
      const query = `${conditionText('sourceIPs', address)} and user.username: "system:node" | SELECT "derived.node" AS node, sourceIPs AS ips FROM log WHERE "user.username" LIKE 'system:node:%' GROUP BY "derived.node", sourceIPs LIMIT 200`;
      const range = {
        from: new Date(facts.at - hourMs).toISOString(),
        to: new Date(facts.at + hourMs).toISOString(),
      };
      const { rows } = await runStatement({ query, ...range, clusters: [facts.cluster] }, signal);
      const nodes = rows.flatMap(([node = null, ips = null]) =>
        node !== null && scalarText(ips ?? '').endsWith(`"${address}"]`) ? [scalarText(node)] : [],
      );
      return [...new Set(nodes)].toSorted();
    },
  });
}
