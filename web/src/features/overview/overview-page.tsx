import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Cluster, useClusters } from '../../api/clusters.ts';
import { useStatus } from '../../api/operations.ts';
import { useFormats } from '../../lib/i18n/formats.ts';
import { instantOf } from '../../components/instant.ts';
import { Page } from '../../components/page.tsx';
import { useNow } from '../../components/use-now.ts';
import { LastDay } from './last-day.tsx';
import { SilentClusters } from './silent-clusters.tsx';
import styles from './overview.module.css';
import { StatusValue } from './status-value.tsx';

/** A cluster whose newest event is older than this has gone silent: leases alone are renewed every ten seconds. */
const silentAfterMillis = 15 * 60_000;

/** Enabled clusters that have gone silent; undefined while that is not known, as when the engine is away. */
export function silentClusters(clusters: readonly Cluster[] | undefined, now: number): readonly Cluster[] | undefined {
  if (clusters?.some(({ lastEventAt }) => lastEventAt === undefined)) return undefined;
  return clusters?.filter(({ status, lastEventAt }) => {
    const last = instantOf(lastEventAt);
    return status === 'enabled' && (last === undefined || now - last > silentAfterMillis);
  });
}

/** Is everything arriving, and what happened in the last day. */
export function OverviewPage() {
  const { t } = useTranslation();
  const formats = useFormats();
  const status = useStatus();
  const clusters = useClusters();
  const now = useNow(10_000);
  const silent = useMemo(() => silentClusters(clusters.data, now), [clusters.data, now]);
  const gone = silent ?? [];
  const { data } = status;
  return (
    <Page title={t('frame.overview')} line={t('overview.line')}>
      <dl className={styles['values']}>
        <StatusValue
          label={t('overview.engine')}
          value={data && (data.engine.ready ? t('overview.ready') : t('overview.notReady'))}
          note={data && t('overview.restarts', { count: data.engine.restarts })}
          bad={data?.engine.ready === false}
        />
        <StatusValue
          label={t('overview.lag')}
          value={data && t('overview.seconds', { text: formats.count(Math.round(data.lagSeconds * 10) / 10) })}
          note={t('overview.lagNote')}
          bad={data !== undefined && data.lagSeconds > 60}
        />
        {/* Whoever is limited is not told what is counted over everything. */}
        {data?.journal !== null && (
          <StatusValue
            label={t('overview.journal')}
            value={data && formats.count(data.journal.pendingEvents)}
            note={data && formats.bytes(data.journal.pendingBytes)}
            bad={false}
          />
        )}
        {data?.deadLetters !== null && (
          <StatusValue
            label={t('settings.dead-letters')}
            value={data && formats.count(data.deadLetters)}
            note={t('overview.deadLettersNote')}
            bad={data !== undefined && data.deadLetters > 0}
          />
        )}
        <StatusValue
          label={t('overview.silent')}
          value={silent ? formats.count(silent.length) : clusters.data && '–'}
          note={t('overview.ofClusters', { count: clusters.data?.length ?? 0 })}
          bad={gone.length > 0}
        />
      </dl>
      <LastDay />
      {gone.length > 0 && <SilentClusters clusters={gone} />}
      {data && <p className={styles['version']}>{t('overview.version', { version: data.version })}</p>}
    </Page>
  );
}
