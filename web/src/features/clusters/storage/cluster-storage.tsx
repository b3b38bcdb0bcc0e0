import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Cluster } from '../../../api/clusters.ts';
import { useClusterStorage } from '../../../api/storage.ts';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { StatusValue, StatusValues } from '../../../components/status-value.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { useFormats } from '../../../lib/i18n/formats.ts';
import styles from '../clusters.module.css';
import { DayBars } from './day-bars.tsx';
import { MadeOf } from './made-of.tsx';

/** What the events of a cluster take on disk, what for, and what they are going to take. */
export function ClusterStorageSection({ cluster }: { readonly cluster: Cluster }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const storage = useClusterStorage(cluster.name);
  if (storage.isError) return <ErrorPanel error={storage.error} onRetry={() => void storage.refetch()} />;
  if (!storage.isSuccess) return <Skeleton height={220} aria-busy="true" />;
  const { bytes, since, days, forecast, measuredAt } = storage.data;
  const unknown = '–';
  return (
    <>
      <StatusValues>
        <StatusValue
          label={t('storage.today')}
          value={formats.bytes(bytes)}
          note={since === null ? t('storage.nothing') : t('storage.since', { day: since })}
        />
        <StatusValue
          label={t('storage.perDay')}
          value={forecast ? formats.bytes(forecast.bytesPerDay) : unknown}
          note={forecast ? t('storage.usualDay') : t('storage.noWholeDay')}
        />
        <StatusValue
          label={t('storage.in30Days')}
          value={forecast ? formats.bytes(forecast.in30Days) : unknown}
          note={t('storage.ifItGoesOn')}
        />
        <StatusValue
          label={t('storage.atRetention')}
          value={forecast?.atRetention == null ? unknown : formats.bytes(forecast.atRetention)}
          note={
            forecast && forecast.atRetention === null
              ? t('storage.held')
              : t('clusters.days', { count: cluster.retentionDays })
          }
        />
      </StatusValues>
      {bytes > 0 && <MadeOf storage={storage.data} />}
      {days.length > 0 && <DayBars days={days} />}
      <p className={styles['hint']}>
        {t('storage.measured')} <TimeText time={measuredAt} withAge />
      </p>
    </>
  );
}
