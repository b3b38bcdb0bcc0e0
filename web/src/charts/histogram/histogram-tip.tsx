import { useTranslation } from 'react-i18next';
import type { Bucket } from '../../api/search.ts';
import { useFormats } from '../../lib/i18n/formats.ts';
import { shortDateTime } from '../../lib/time-format.ts';
import styles from './histogram.module.css';

interface HistogramTipProps {
  readonly bucket: Bucket;
  readonly zone: string;
  readonly left: number;
  readonly width: number;
}

const tipWidth = 230;

export function HistogramTip({ bucket, zone, left, width }: HistogramTipProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const end = shortDateTime(bucket.to, zone);
  const isSameDay = end.startsWith(shortDateTime(bucket.from, zone).slice(0, 10));
  return (
    <div className={styles['tip']} style={{ left: left + tipWidth + 12 > width ? left - tipWidth - 12 : left + 12 }}>
      <div className={styles['tipTime']}>
        {shortDateTime(bucket.from, zone)} – {isSameDay ? end.slice(11) : end}
      </div>
      <div className={styles['tipRow']}>
        <strong>{t('histogram.total')}</strong>
        <strong>{formats.count(bucket.count)}</strong>
      </div>
      {(['ok', 'refused', 'failed', 'none'] as const).map((outcome) => (
        <div key={outcome} className={styles['tipRow']}>
          <span>{t(`outcome.${outcome}`)}</span>
          <span>{formats.count(bucket[outcome])}</span>
        </div>
      ))}
    </div>
  );
}
