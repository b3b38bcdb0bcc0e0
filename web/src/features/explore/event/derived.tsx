import { useTranslation } from 'react-i18next';
import styles from './event.module.css';

/** Marks what the API server did not say but Whodunit concluded, and from what. */
export function Derived({ from }: { readonly from: string }) {
  const { t } = useTranslation();
  return (
    <span className={styles['derived']} title={t('event.derivedFrom', { field: from })}>
      {t('event.derived')}
    </span>
  );
}
