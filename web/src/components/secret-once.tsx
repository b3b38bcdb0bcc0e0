import { useTranslation } from 'react-i18next';
import { CopyButton } from './copy-button.tsx';
import styles from './secret-once.module.css';

interface SecretOnceProps {
  readonly label: string;
  readonly secret: string;
}

/** A secret that is shown this once: the server keeps only its hash. */
export function SecretOnce({ label, secret }: SecretOnceProps) {
  const { t } = useTranslation();
  return (
    <div className={styles['box']}>
      <p className={styles['label']}>{label}</p>
      <code className={styles['secret']}>{secret}</code>
      <CopyButton text={secret} label={t('common.copy')} />
      <p className={styles['note']}>{t('common.shownOnce')}</p>
    </div>
  );
}
