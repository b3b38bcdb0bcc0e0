import { useTranslation } from 'react-i18next';
import styles from './projects.module.css';
import { type QuotaUse, useUsedOf } from './use-used-of.ts';

interface QuotaMeterProps extends QuotaUse {
  readonly label: string;
}

/** What of a quota is used, in numbers and as a bar. */
export function QuotaMeter({ label, ...use }: QuotaMeterProps) {
  const { t } = useTranslation();
  const usedOf = useUsedOf();
  const { used, most } = use;
  const text = usedOf(use);
  if (most === null || used == null)
    return (
      <div className={styles['meter']}>
        <dt>{label}</dt>
        <dd>{most === null ? t('projects.usedOfUnlimited', { used: text }) : text}</dd>
      </div>
    );
  const ratio = used >= most ? 1 : used / most;
  return (
    <div className={styles['meter']} data-full={ratio === 1 || undefined}>
      <dt>{label}</dt>
      <dd>
        {text}
        <svg className={styles['track']} viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden>
          <rect width={ratio * 100} height={1} />
        </svg>
      </dd>
    </div>
  );
}
