import { Skeleton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { severities } from '../../../../src/rules/index.ts';
import { type ActiveAlert, useActiveAlerts } from '../../api/alerts.ts';
import { useSession } from '../../api/session.ts';
import { EmptyPanel } from '../../components/empty-panel.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { AlertItem } from './alert-item.tsx';
import styles from './alerts.module.css';
import { Told } from './kept-back.tsx';
import { mayKeep } from './may-keep.ts';
import { SilenceForm } from './silences/silence-form.tsx';
import { matchersOf } from './matchers.ts';

/** The most urgent first, and of those the latest. */
function byUrgency(left: ActiveAlert, right: ActiveAlert): number {
  const urgency = severities.indexOf(left.severity) - severities.indexOf(right.severity);
  return urgency === 0 ? right.startedAt.localeCompare(left.startedAt) : urgency;
}

/** What fires now, the most urgent first. */
export function ActiveAlerts() {
  const { t } = useTranslation();
  const active = useActiveAlerts();
  const session = useSession();
  const [silenced, setSilenced] = useState<ActiveAlert>();
  if (active.isError) return <ErrorPanel error={active.error} onRetry={() => void active.refetch()} />;
  if (active.isPending) return <Skeleton height={240} aria-busy="true" />;
  if (active.data.length === 0) return <EmptyPanel title={t('alerts.noneActive')} text={t('alerts.noneActiveText')} />;
  return (
    <>
      <ul className={styles['alerts']} aria-label={t('alerts.section.active')}>
        {active.data.toSorted(byUrgency).map((alert) => (
          <AlertItem
            key={alert.fingerprint}
            alert={alert}
            time={alert.startedAt}
            facts={[<Told key="told" fate={alert} />]}
            onSilence={mayKeep(session.data) ? () => setSilenced(alert) : undefined}
          />
        ))}
      </ul>
      {silenced && <SilenceForm matchers={matchersOf(silenced)} onClose={() => setSilenced(undefined)} />}
    </>
  );
}
