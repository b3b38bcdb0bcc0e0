import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Cluster } from '../../api/clusters.ts';
import { DataTable } from '../../components/data-table.tsx';
import { SafeText } from '../../components/safe-text.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { useFormats } from '../../lib/i18n/formats.ts';
import { type ClusterState, clusterState } from './cluster-state.ts';
import styles from './health.module.css';

interface ClusterStatesProps {
  readonly clusters: readonly Cluster[] | undefined;
  readonly now: number;
}

/** Those that need a look come first. */
const order: readonly ClusterState[] = ['silent', 'never', 'unknown', 'receiving', 'disabled'];

/** Of each cluster whether its events arrive: a silent one is an audit trail with a gap. */
export function ClusterStates({ clusters, now }: ClusterStatesProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const rows = clusters
    ?.map((cluster) => ({ cluster, state: clusterState(cluster, now) }))
    .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  return (
    <section>
      <h2 className={styles['heading']}>{t('health.clusters')}</h2>
      <DataTable
        label={t('health.clusters')}
        rows={rows}
        rowKey={({ cluster }) => cluster.id}
        empty={t('frame.noClusterYet')}
        columns={[
          {
            key: 'name',
            head: t('clusters.name'),
            cell: ({ cluster }) => (
              <Link to="/explore" search={{ clusters: [cluster.name] }}>
                <SafeText limit={120}>{cluster.name}</SafeText>
              </Link>
            ),
          },
          {
            key: 'state',
            head: t('clusters.status'),
            cell: ({ state }) => (
              <span className={styles['state']} data-state={state}>
                <span className={styles['dot']} aria-hidden />
                {t(`health.state.${state}`)}
              </span>
            ),
          },
          {
            key: 'last',
            head: t('clusters.lastEvent'),
            cell: ({ cluster }) =>
              cluster.lastEventAt === undefined ? '–' : <TimeText time={cluster.lastEventAt} withAge />,
          },
          {
            key: 'events',
            head: t('clusters.events'),
            cell: ({ cluster }) => (cluster.events === undefined ? '–' : formats.count(cluster.events)),
            end: true,
          },
        ]}
      />
    </section>
  );
}
