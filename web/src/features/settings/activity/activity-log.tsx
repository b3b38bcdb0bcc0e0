import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Activity, useActivity } from '../../../api/operations.ts';
import { type DataColumn, DataTable } from '../../../components/data-table.tsx';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { SafeText } from '../../../components/safe-text.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import styles from '../settings.module.css';
import { ActivityFilters } from './activity-filters.tsx';
import { ActivityTarget } from './activity-target.tsx';
import { activityActions, activityOutcomes } from './activity-names.ts';
import { foldActivity, readDetail } from './fold-activity.ts';

/** Who asked or changed what in Whodunit itself. */
export function ActivityLog() {
  const { t } = useTranslation();
  const [filter, setFilter] = useState({ actor: '', action: '' });
  const activity = useActivity(filter);
  const columns: readonly DataColumn<Activity>[] = [
    { key: 'at', head: t('events.column.time'), cell: ({ at }) => <TimeText time={at} /> },
    { key: 'actor', head: t('events.column.who'), cell: (entry) => <SafeText limit={80}>{actorOf(entry)}</SafeText> },
    {
      key: 'action',
      head: t('activity.action'),
      cell: ({ action, count }) => (
        <>
          <ActionText action={action} />
          {count > 1 && ` ×${count}`}
        </>
      ),
    },
    {
      key: 'target',
      head: t('activity.target'),
      cell: (entry) => <ActivityTarget entry={entry} />,
    },
    {
      key: 'address',
      head: t('activity.address'),
      cell: ({ address }) => <SafeText limit={60}>{address ?? ''}</SafeText>,
    },
    {
      key: 'outcome',
      head: t('events.column.outcome'),
      cell: ({ outcome }) => <OutcomeText outcome={outcome} />,
    },
  ];
  if (activity.isError) return <ErrorPanel error={activity.error} onRetry={() => void activity.refetch()} />;
  return (
    <>
      <div className={styles['bar']}>
        <p className={styles['line']}>{t('activity.line')}</p>
        <ActivityFilters filter={filter} onChange={setFilter} />
      </div>
      <DataTable
        label={t('settings.activity')}
        columns={columns}
        rows={activity.data && foldActivity(activity.data)}
        rowKey={(entry) => String(entry.id)}
        empty={t('activity.none')}
      />
    </>
  );
}

/** Whoever signs in is not known before: the name is what they typed. */
function actorOf({ actor, action, detail }: Activity): string {
  const name = readDetail(detail).rest.find(([member]) => member === 'name')?.[1];
  return action === 'sign-in' && name !== undefined ? name : actor;
}

function ActionText({ action }: { readonly action: string }) {
  const { t } = useTranslation();
  const known = activityActions.find((name) => name === action);
  return known ? t(`activity.does.${known}`) : <SafeText limit={60}>{action}</SafeText>;
}

function OutcomeText({ outcome }: { readonly outcome: string }) {
  const { t } = useTranslation();
  const known = activityOutcomes.find((name) => name === outcome);
  return known ? t(`activity.ended.${known}`) : <SafeText limit={60}>{outcome}</SafeText>;
}
