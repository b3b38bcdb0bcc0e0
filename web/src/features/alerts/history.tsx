import { Button, Select, Skeleton } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { severities } from '../../../../src/rules/index.ts';
import { type AlertSeverity, type HistoryFilter, useAlertHistory } from '../../api/alerts.ts';
import { EmptyPanel } from '../../components/empty-panel.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import styles from './alerts.module.css';
import { AlertItem } from './alert-item.tsx';
import { CauseDetails } from './cause-details.tsx';
import { Told } from './kept-back.tsx';

/** What fired and what was over, the latest first. */
export function History() {
  const { t } = useTranslation();
  const { rule, cause } = useSearch({ from: '/frame/alerts/$section' });
  const navigate = useNavigate({ from: '/alerts/$section' });
  const [severity, setSeverity] = useState<AlertSeverity>();
  return (
    <>
      <div className={styles['bar']}>
        <Select
          aria-label={t('alerts.severityOf')}
          placeholder={t('alerts.severityOf')}
          w={170}
          clearable
          clearButtonProps={{ 'aria-label': t('common.clear') }}
          data={severities.map((value) => ({ value, label: t(`alerts.severity.${value}`) }))}
          value={severity ?? null}
          onChange={(value) => setSeverity(severities.find((one) => one === value))}
        />
        {(rule !== undefined || cause !== undefined) && (
          <Button variant="default" size="compact-sm" onClick={() => void navigate({ search: {} })}>
            {rule === undefined ? t('alerts.wholeHistory') : t('alerts.allRules', { rule })}
          </Button>
        )}
      </div>
      <Causes filter={{ cause, rule, severity }} />
    </>
  );
}

interface CausesProps {
  readonly filter: HistoryFilter;
  readonly pageSize?: number;
}

/** The alerts that a filter lets through. */
export function Causes({ filter, pageSize }: CausesProps) {
  const { t } = useTranslation();
  const found = useAlertHistory(filter, pageSize);
  if (found.isError) return <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />;
  if (found.isPending) return <Skeleton height={200} aria-busy="true" />;
  if (found.data.length === 0)
    return filter.cause === undefined ? (
      <EmptyPanel title={t('alerts.noneYet')} />
    ) : (
      <EmptyPanel title={t('alerts.gone')} text={t('alerts.goneText')} />
    );
  return (
    <>
      <ul className={styles['alerts']} aria-label={t('alerts.section.history')}>
        {found.data.map((cause) => (
          <AlertItem
            key={cause.id}
            alert={cause}
            time={cause.at}
            isMarked={cause.key === filter.cause}
            details={() => <CauseDetails cause={cause} />}
            faults={cause.faults}
            facts={[
              t(`alerts.status.${cause.status}`),
              ...(cause.again ? [t('alerts.again')] : []),
              <Told key="told" fate={cause} />,
              t('alerts.rows', { count: cause.rowCount }),
            ]}
          />
        ))}
      </ul>
      {found.hasNextPage && (
        <Button
          className={styles['more'] ?? ''}
          variant="default"
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {t('alerts.older')}
        </Button>
      )}
    </>
  );
}
