import { useTranslation } from 'react-i18next';
import type { Destination } from '../../api/destinations.ts';
import { SafeText } from '../../components/safe-text.tsx';
import { TimeText } from '../../components/time-text.tsx';
import styles from './destinations.module.css';

/** How a destination stands: paused, stopped, failing or sending; never by colour alone. */
export function DestinationState({
  destination: { paused, failing, lagEvents },
}: {
  readonly destination: Pick<Destination, 'paused' | 'failing' | 'lagEvents'>;
}) {
  const { t } = useTranslation();
  if (paused !== null)
    return (
      <span className={styles['state']} data-state="paused">
        {t('destinations.pausedSince')} <TimeText time={paused.at} />{' '}
        <SafeText limit={80}>{t('destinations.pausedBy', { name: paused.by })}</SafeText>
      </span>
    );
  if (failing !== null)
    return (
      <span className={styles['state']} data-state={failing.stopped ? 'stopped' : 'failing'}>
        {t(failing.stopped ? 'destinations.stopped' : 'destinations.failing')} <TimeText time={failing.since} />
      </span>
    );
  return (
    <span className={styles['state']} data-state="ok">
      {t(lagEvents === 0 ? 'destinations.upToDate' : 'destinations.ok')}
    </span>
  );
}
