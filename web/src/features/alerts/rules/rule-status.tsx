import { useTranslation } from 'react-i18next';
import type { AlertRule } from '../../../api/alerts.ts';
import { KeptText } from '../../../components/kept-text.tsx';
import styles from '../alerts.module.css';

/** How a rule is, and why it could not be evaluated where that is so. */
export function RuleStatus({ rule: { status, firing, problem } }: { readonly rule: AlertRule }) {
  const { t } = useTranslation();
  return (
    <span className={styles['status']} data-status={status}>
      {status === 'firing' ? t('alerts.firing', { count: firing }) : t(`alerts.ruleStatus.${status}`)}
      {problem !== null && (
        <span className={styles['name']}>
          <KeptText limit={300}>{problem}</KeptText>
        </span>
      )}
    </span>
  );
}
