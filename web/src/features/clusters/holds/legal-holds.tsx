import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type LegalHold, useLegalHolds, useLiftLegalHold } from '../../../api/legal-holds.ts';
import { type DataColumn, DataTable } from '../../../components/data-table.tsx';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { SafeText } from '../../../components/safe-text.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import styles from '../clusters.module.css';
import { PlaceHold } from './place-hold.tsx';

interface LegalHoldsProps {
  readonly cluster: string;
  readonly mayPlace: boolean;
  readonly mayLift: boolean;
}

/** What of a cluster must not go, why, and since when. */
export function LegalHolds({ cluster, mayPlace, mayLift }: LegalHoldsProps) {
  const { t } = useTranslation();
  const holds = useLegalHolds(cluster);
  const lift = useLiftLegalHold(cluster);
  const [isPlacing, setPlacing] = useState(false);
  if (holds.isError) return <ErrorPanel error={holds.error} onRetry={() => void holds.refetch()} />;
  const columns: readonly DataColumn<LegalHold>[] = [
    { key: 'reason', head: t('holds.reason'), cell: ({ reason }) => <SafeText limit={500}>{reason}</SafeText> },
    { key: 'from', head: t('holds.from'), cell: ({ from }) => boundText(from, t('holds.first')) },
    { key: 'to', head: t('holds.to'), cell: ({ to }) => boundText(to, t('holds.noEnd')) },
    { key: 'by', head: t('holds.by'), cell: ({ placedBy }) => <SafeText limit={120}>{placedBy}</SafeText> },
    { key: 'at', head: t('holds.at'), cell: ({ placedAt }) => <TimeText time={placedAt} /> },
  ];
  const withActions: readonly DataColumn<LegalHold>[] = [
    ...columns,
    {
      key: 'actions',
      head: t('common.actions'),
      isHeadHidden: true,
      end: true,
      cell: ({ id, reason }) => (
        <Button
          variant="subtle"
          size="compact-xs"
          aria-label={t('holds.liftOf', { reason })}
          disabled={lift.isPending}
          onClick={() => lift.mutate(id)}
        >
          {t('holds.lift')}
        </Button>
      ),
    },
  ];
  return (
    <>
      <p className={styles['hint']}>{t('holds.text')}</p>
      {lift.isError && (
        <p role="alert" className={styles['problem']}>
          <SafeText limit={1000}>{lift.error.message}</SafeText>
        </p>
      )}
      {holds.data?.length !== 0 && (
        <DataTable
          label={t('holds.title')}
          columns={mayLift ? withActions : columns}
          rows={holds.data}
          rowKey={({ id }) => id}
          empty={t('holds.none')}
        />
      )}
      {holds.data?.length === 0 && <p className={styles['none']}>{t('holds.none')}</p>}
      {mayPlace && (
        <Button variant="default" mt={12} onClick={() => setPlacing(true)}>
          {t('holds.place')}
        </Button>
      )}
      {isPlacing && <PlaceHold cluster={cluster} onClose={() => setPlacing(false)} />}
    </>
  );
}

function boundText(time: string | null, open: string) {
  return time === null ? open : <TimeText time={time} />;
}
