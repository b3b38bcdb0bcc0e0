import { useTranslation } from 'react-i18next';
import { useClusters } from '../../api/clusters.ts';
import { useStatus } from '../../api/operations.ts';
import { Page } from '../../components/page.tsx';
import { StatusValue, StatusValues } from '../../components/status-value.tsx';
import { useNow } from '../../components/use-now.ts';
import { useFormats } from '../../lib/i18n/formats.ts';
import { silentCount } from './cluster-state.ts';
import { ClusterStates } from './cluster-states.tsx';
import styles from './health.module.css';
import { LastDay } from './last-day.tsx';

/** Is everything arriving: the server's five numbers, each cluster's state, and the last day by outcome. */
export function HealthPage() {
  const { t } = useTranslation();
  const formats = useFormats();
  const { data } = useStatus();
  const clusters = useClusters();
  const now = useNow(10_000);
  const silent = silentCount(clusters.data, now);
  return (
    <Page title={t('frame.health')} line={t('health.line')}>
      <StatusValues>
        <StatusValue
          label={t('health.engine')}
          value={data && (data.engine.ready ? t('health.ready') : t('health.notReady'))}
          note={data && t('health.restarts', { count: data.engine.restarts })}
          bad={data?.engine.ready === false}
        />
        <StatusValue
          label={t('health.lag')}
          value={data && t('health.seconds', { text: formats.count(Math.round(data.lagSeconds * 10) / 10) })}
          note={t('health.lagNote')}
          bad={data !== undefined && data.lagSeconds > 60}
        />
        {/* Whoever is limited is not told what is counted over everything. */}
        {data?.journal !== null && (
          <StatusValue
            label={t('health.journal')}
            value={data && formats.count(data.journal.pendingEvents)}
            note={data && formats.bytes(data.journal.pendingBytes)}
            bad={false}
          />
        )}
        {data?.deadLetters !== null && (
          <StatusValue
            label={t('settings.dead-letters')}
            value={data && formats.count(data.deadLetters)}
            note={t('health.deadLettersNote')}
            bad={data !== undefined && data.deadLetters > 0}
          />
        )}
        <StatusValue
          label={t('health.silent')}
          value={silent === undefined ? clusters.data && '–' : formats.count(silent)}
          note={t('health.ofClusters', { count: clusters.data?.length ?? 0 })}
          bad={silent !== undefined && silent > 0}
        />
      </StatusValues>
      <ClusterStates clusters={clusters.data} now={now} />
      <LastDay />
      {data && <p className={styles['version']}>{t('health.version', { version: data.version })}</p>}
    </Page>
  );
}
