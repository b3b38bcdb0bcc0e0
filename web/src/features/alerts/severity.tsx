import { useTranslation } from 'react-i18next';
import type { AlertSeverity } from '../../api/alerts.ts';
import styles from './alerts.module.css';

/** How urgent an alert is, by a word, a colour and a shape. */
export function Severity({ severity }: { readonly severity: AlertSeverity }) {
  const { t } = useTranslation();
  return (
    <span className={styles['severity']} data-severity={severity}>
      {t(`alerts.severity.${severity}`)}
    </span>
  );
}
