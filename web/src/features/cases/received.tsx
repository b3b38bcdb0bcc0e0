import { useTranslation } from 'react-i18next';
import type { PinnedEvent } from '../../api/cases.ts';
import { SafeText } from '../../components/safe-text.tsx';
import styles from './cases.module.css';

interface ReceivedProps {
  readonly pin: PinnedEvent;
  /** Characters that are shown at most. */
  readonly limit: number;
}

/** The event as it was received, and the hash by which that can be checked. */
export function Received({ pin, limit }: ReceivedProps) {
  const { t } = useTranslation();
  return (
    <>
      <p className={styles['hash']}>
        {pin.sha256 === null ? (
          t('cases.withoutBodies')
        ) : (
          <>
            SHA-256 <code>{pin.sha256}</code>
          </>
        )}
      </p>
      <pre className={styles['raw']} tabIndex={0} aria-label={t('cases.received')}>
        <SafeText limit={limit}>{pin.raw ?? ''}</SafeText>
      </pre>
    </>
  );
}
