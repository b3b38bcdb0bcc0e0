import { useTranslation } from 'react-i18next';
import { type Activity, useActivity } from '../../api/operations.ts';
import { type DataColumn, DataTable } from '../../components/data-table.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { SafeText } from '../../components/safe-text.tsx';
import { TimeText } from '../../components/time-text.tsx';
import styles from './settings.module.css';

/** Who asked or changed what in Whodunit itself. */
export function ActivityLog() {
  const { t } = useTranslation();
  const activity = useActivity();
  const columns: readonly DataColumn<Activity>[] = [
    { key: 'at', head: t('events.column.time'), cell: ({ at }) => <TimeText time={at} /> },
    { key: 'actor', head: t('events.column.who'), cell: ({ actor }) => <SafeText limit={80}>{actor}</SafeText> },
    { key: 'action', head: t('activity.action'), cell: ({ action }) => <SafeText limit={60}>{action}</SafeText> },
    {
      key: 'target',
      head: t('activity.target'),
      cell: ({ target, detail }) => (
        <>
          <SafeText limit={200}>{target ?? ''}</SafeText>{' '}
          <span className={styles['detail']}>
            <SafeText limit={120}>{detailText(detail)}</SafeText>
          </span>
        </>
      ),
    },
    {
      key: 'address',
      head: t('activity.address'),
      cell: ({ address }) => <SafeText limit={60}>{address ?? ''}</SafeText>,
    },
    {
      key: 'outcome',
      head: t('events.column.outcome'),
      cell: ({ outcome }) => <SafeText limit={60}>{outcome}</SafeText>,
    },
  ];
  if (activity.isError) return <ErrorPanel error={activity.error} onRetry={() => void activity.refetch()} />;
  return (
    <>
      <div className={styles['bar']}>
        <p className={styles['line']}>{t('activity.line')}</p>
      </div>
      <DataTable
        label={t('settings.activity')}
        columns={columns}
        rows={activity.data}
        rowKey={(entry) => String(entry.id)}
        empty={t('activity.none')}
      />
    </>
  );
}

function detailText(detail: unknown): string {
  return detail === null || detail === undefined ? '' : JSON.stringify(detail);
}
