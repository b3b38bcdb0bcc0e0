import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type MetricsSource, useDeleteMetricsSource, useMetricsSources } from '../../../api/api-servers.ts';
import { type DataColumn, DataTable } from '../../../components/data-table.tsx';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { SafeText } from '../../../components/safe-text.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import styles from '../clusters.module.css';
import { CountedText } from './api-servers.tsx';
import { SetMetricsSource } from './set-metrics-source.tsx';

interface MetricsSourcesProps {
  readonly cluster: string;
  readonly mayChange: boolean;
}

/** Where the counters of a cluster's API servers are read: what makes completeness a number. */
export function MetricsSources({ cluster, mayChange }: MetricsSourcesProps) {
  const { t } = useTranslation();
  const sources = useMetricsSources(cluster);
  const remove = useDeleteMetricsSource(cluster);
  const [edited, setEdited] = useState<MetricsSource | 'new'>();
  if (sources.isError) return <ErrorPanel error={sources.error} onRetry={() => void sources.refetch()} />;
  const columns: readonly DataColumn<MetricsSource>[] = [
    { key: 'name', head: t('clusters.name'), cell: ({ name }) => <SafeText limit={120}>{name}</SafeText> },
    {
      key: 'url',
      head: t('apiServers.url'),
      cell: ({ url }) => (url === null ? t('apiServers.byAgent') : <SafeText limit={300}>{url}</SafeText>),
    },
    {
      key: 'token',
      head: t('apiServers.token'),
      cell: ({ hasToken }) => t(hasToken ? 'apiServers.sealed' : 'apiServers.noToken'),
    },
    {
      key: 'read',
      head: t('apiServers.lastRead'),
      cell: ({ lastReadAt }) => <TimeText time={lastReadAt} withAge />,
    },
    { key: 'counted', head: t('apiServers.metrics'), cell: (source) => <CountedText source={source} /> },
  ];
  const withActions: readonly DataColumn<MetricsSource>[] = [
    ...columns,
    {
      key: 'actions',
      head: t('common.actions'),
      isHeadHidden: true,
      end: true,
      // What an agent reads is for its own command to change.
      cell: (source) =>
        source.url !== null && (
          <>
            <Button
              variant="subtle"
              size="compact-xs"
              aria-label={t('apiServers.replaceOf', { name: source.name })}
              onClick={() => setEdited(source)}
            >
              {t('apiServers.replace')}
            </Button>
            <Button
              variant="subtle"
              size="compact-xs"
              aria-label={t('apiServers.removeOf', { name: source.name })}
              disabled={remove.isPending}
              onClick={() => remove.mutate(source.name)}
            >
              {t('apiServers.remove')}
            </Button>
          </>
        ),
    },
  ];
  return (
    <>
      <p className={styles['hint']}>{t('apiServers.sourcesText')}</p>
      {remove.isError && (
        <p role="alert" className={styles['problem']}>
          <SafeText limit={1000}>{remove.error.message}</SafeText>
        </p>
      )}
      {sources.data?.length === 0 ? (
        <p className={styles['none']}>{t('apiServers.noSources')}</p>
      ) : (
        <DataTable
          isWide
          label={t('apiServers.sources')}
          columns={mayChange ? withActions : columns}
          rows={sources.data}
          rowKey={({ name }) => name}
          empty={t('apiServers.noSources')}
        />
      )}
      {mayChange && (
        <Button variant="default" mt={12} onClick={() => setEdited('new')}>
          {t('apiServers.add')}
        </Button>
      )}
      {edited !== undefined && (
        <SetMetricsSource
          cluster={cluster}
          replaced={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
        />
      )}
    </>
  );
}
