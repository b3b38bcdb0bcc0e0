import { useTranslation } from 'react-i18next';
import type { Cluster } from '../../api/clusters.ts';
import { CompletenessText } from '../../components/completeness-text.tsx';
import { SafeText } from '../../components/safe-text.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { useFormats } from '../../lib/i18n/formats.ts';
import styles from './clusters.module.css';

/** What a cluster is, in words. */
export function ClusterFacts({ cluster }: { readonly cluster: Cluster }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <dl className={styles['facts']}>
      <dt>{t('clusters.status')}</dt>
      <dd>{cluster.status === 'enabled' ? t('clusters.enabled') : t('clusters.disabledText')}</dd>
      <dt>{t('clusters.project')}</dt>
      <dd>
        <SafeText limit={253}>{cluster.project}</SafeText>
      </dd>
      <dt>{t('clusters.kind')}</dt>
      <dd>{t(`clusters.kindOf.${cluster.kind}`)}</dd>
      <dt>{t('clusters.retention')}</dt>
      <dd>{t('clusters.days', { count: cluster.retentionDays })}</dd>
      <dt>{t('clusters.logstore')}</dt>
      <dd>
        <code>
          <SafeText limit={60}>{cluster.logstore}</SafeText>
        </code>
      </dd>
      <dt>{t('clusters.lastEvent')}</dt>
      <dd>{cluster.lastEventAt === undefined ? '–' : <TimeText time={cluster.lastEventAt} withAge />}</dd>
      <dt>{t('clusters.events')}</dt>
      <dd>{cluster.events === undefined ? '–' : formats.count(cluster.events)}</dd>
      <dt>{t('completeness.lastDay')}</dt>
      <dd>
        <CompletenessText cluster={cluster.name} from="-24h" to="now" withBasis />
      </dd>
      <dt>{t('clusters.since')}</dt>
      <dd>
        <TimeText time={cluster.createdAt} />
      </dd>
    </dl>
  );
}
