import { useTranslation } from 'react-i18next';
import type { ApiServer } from '../../../api/api-servers.ts';
import { TimeText } from '../../../components/time-text.tsx';
import { useFormats } from '../../../lib/i18n/formats.ts';
import styles from '../clusters.module.css';

/** Whether an API server sends, and when in the last day it did not. */
export function GapText({ server: { gapSince, gapAfterSeconds, gaps } }: { readonly server: ApiServer }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const habit = t('apiServers.gapAfter', { text: formats.span(1000 * gapAfterSeconds) });
  return (
    <>
      {gapSince === null ? (
        <span title={habit}>{t('apiServers.sends')}</span>
      ) : (
        <span className={styles['problem']} title={habit}>
          {t('apiServers.silentSince')} <TimeText time={gapSince} withAge />
        </span>
      )}
      {gaps.map(({ from, to }) => (
        <div key={from} className={styles['beneath']}>
          {t('apiServers.wasSilent')} <TimeText time={from} /> – <TimeText time={to} />
        </div>
      ))}
    </>
  );
}
