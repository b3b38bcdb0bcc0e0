import { useTranslation } from 'react-i18next';
import type { Cluster } from '../../api/clusters.ts';
import { DataTable } from '../../components/data-table.tsx';
import { SafeText } from '../../components/safe-text.tsx';
import { TimeText } from '../../components/time-text.tsx';
import styles from './overview.module.css';

/** Clusters from which nothing has come for a while: an audit trail with a gap. */
export function SilentClusters({ clusters }: { readonly clusters: readonly Cluster[] }) {
  const { t } = useTranslation();
  return (
    <section>
      <h2 className={styles['heading']}>{t('overview.silentClusters')}</h2>
      <DataTable
        label={t('overview.silentClusters')}
        rows={clusters}
        rowKey={(cluster) => cluster.id}
        empty=""
        columns={[
          { key: 'name', head: t('clusters.name'), cell: ({ name }) => <SafeText limit={120}>{name}</SafeText> },
          {
            key: 'last',
            head: t('clusters.lastEvent'),
            cell: ({ lastEventAt }) => <TimeText time={lastEventAt} withAge />,
          },
        ]}
      />
    </section>
  );
}
