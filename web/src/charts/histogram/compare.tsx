import { IconArrowsDiff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Bucket } from '../../api/search.ts';
import { useFormats } from '../../lib/i18n/formats.ts';
import styles from './histogram.module.css';

interface CompareProps {
  readonly now: readonly Bucket[] | undefined;
  /** Undefined until it is there, or where nobody compares. */
  readonly before: readonly Bucket[] | undefined;
  readonly isOn: boolean;
  readonly onCompare: () => void;
}

/** Switches the comparison with the period before, and says both totals. */
export function Compare({ now, before, isOn, onCompare }: CompareProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <span className={styles['compare']}>
      {isOn && now && before && (
        <span role="status">
          {t('histogram.totals', { now: formats.count(total(now)), before: formats.count(total(before)) })}
        </span>
      )}
      <button type="button" data-action="compare" className={styles['tool']} aria-pressed={isOn} onClick={onCompare}>
        <IconArrowsDiff size={14} aria-hidden />
        {t('histogram.compare')}
      </button>
    </span>
  );
}

function total(buckets: readonly Bucket[]): number {
  return buckets.reduce((sum, { count }) => sum + count, 0);
}
