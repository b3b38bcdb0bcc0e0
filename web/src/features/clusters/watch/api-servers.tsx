import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type ApiServer, type MetricsSource, useApiServers, useMetricsSources } from '../../../api/api-servers.ts';
import { type DataColumn, DataTable } from '../../../components/data-table.tsx';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { KeptText } from '../../../components/kept-text.tsx';
import { SafeText } from '../../../components/safe-text.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { useFormats } from '../../../lib/i18n/formats.ts';
import styles from '../clusters.module.css';
import { ClockText } from './clock-text.tsx';
import { GapText } from './gap-text.tsx';
import { truncatedQuery, unfinishedQuery } from './queries.ts';

/** The API servers of a cluster: whether each sends, how late, and what it left out. */
export function ApiServers({ cluster }: { readonly cluster: string }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const servers = useApiServers(cluster);
  const sources = useMetricsSources(cluster);
  if (servers.isError) return <ErrorPanel error={servers.error} onRetry={() => void servers.refetch()} />;
  const sourceOf = ({ metricsSource }: ApiServer): MetricsSource | undefined =>
    sources.data?.find(({ name }) => name === metricsSource);
  const columns: readonly DataColumn<ApiServer>[] = [
    { key: 'name', head: t('apiServers.server'), cell: (server) => <ServerName server={server} /> },
    { key: 'state', head: t('clusters.status'), cell: (server) => <GapText server={server} /> },
    {
      key: 'last',
      head: t('clusters.lastEvent'),
      cell: ({ lastReceivedAt }) => <TimeText time={lastReceivedAt} withAge />,
    },
    {
      key: 'rate',
      head: t('apiServers.rate'),
      cell: ({ eventsPerSecond }) => formats.count(Math.round(eventsPerSecond * 10) / 10),
      end: true,
    },
    {
      key: 'delay',
      head: t('apiServers.delay'),
      // What came before it happened tells of a clock, not of a delay.
      cell: ({ delaySeconds }) => (delaySeconds === null || delaySeconds < 0 ? '–' : formats.span(1000 * delaySeconds)),
      end: true,
    },
    {
      key: 'clock',
      head: t('apiServers.clock'),
      cell: (server) => <ClockText server={server} source={sourceOf(server)} />,
      end: true,
    },
    {
      key: 'truncated',
      head: t('apiServers.truncated'),
      cell: ({ truncated }) => <EventsOf cluster={cluster} query={truncatedQuery} count={truncated} />,
      end: true,
    },
    {
      key: 'unfinished',
      head: t('apiServers.unfinished'),
      cell: ({ unfinished, unfinishedReason }) =>
        unfinished === null ? (
          <span title={unfinishedReason === null ? undefined : t(`apiServers.reason.${unfinishedReason}`)}>
            {t('completeness.unknown')}
          </span>
        ) : (
          <EventsOf cluster={cluster} query={unfinishedQuery} count={unfinished} />
        ),
      end: true,
    },
    {
      key: 'metrics',
      head: t('apiServers.metrics'),
      cell: (server) => <CountedText source={sourceOf(server)} />,
    },
  ];
  return (
    <>
      <p className={styles['hint']}>{t('apiServers.text')}</p>
      <DataTable
        isWide
        label={t('apiServers.title')}
        columns={columns}
        rows={servers.data}
        rowKey={({ name }) => name}
        empty={t('apiServers.none')}
        emptyText={t('apiServers.noneText')}
      />
    </>
  );
}

function ServerName({ server: { name, sources } }: { readonly server: ApiServer }) {
  const others = sources.filter((source) => source !== name).join(', ');
  return (
    <>
      <SafeText limit={64}>{name}</SafeText>
      {others !== '' && (
        <div className={styles['beneath']}>
          <SafeText limit={120}>{others}</SafeText>
        </div>
      )}
    </>
  );
}

interface EventsOfProps {
  readonly cluster: string;
  readonly query: string;
  readonly count: number;
}

/** A number of the last day, with the way to its events: those of all API servers of the cluster. */
function EventsOf({ cluster, query, count }: EventsOfProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (count === 0) return <>0</>;
  const view = query.includes('|') ? { view: 'analysis' as const } : {};
  return (
    <Link
      to="/explore"
      search={{ clusters: [cluster], q: query, from: '-24h', to: 'now', noise: 'show', ...view }}
      title={t('apiServers.ofCluster')}
    >
      {formats.count(count)}
    </Link>
  );
}

/** What the API server says of itself. */
export function CountedText({ source }: { readonly source: MetricsSource | undefined }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (!source) return <>–</>;
  const { error, lastDay } = source;
  if (error !== null)
    return (
      <span className={styles['problem']}>
        <KeptText limit={300}>{error}</KeptText>
      </span>
    );
  if (lastDay === null) return <>{t('apiServers.notYet')}</>;
  const counted = t('apiServers.counted', { events: formats.count(lastDay.events) });
  if (lastDay.errors === 0 && lastDay.rejected === 0) return <>{counted}</>;
  const lost = t('apiServers.lost', {
    errors: formats.count(lastDay.errors),
    rejected: formats.count(lastDay.rejected),
  });
  return (
    <>
      {counted}
      <div className={styles['problem']}>{lost}</div>
    </>
  );
}
