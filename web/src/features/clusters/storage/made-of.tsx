import { useTranslation } from 'react-i18next';
import type { ClusterStorage } from '../../../api/storage.ts';
import { useFormats } from '../../../lib/i18n/formats.ts';
import styles from './storage.module.css';

const parts = ['columns', 'indexes', 'raw'] as const;

/** What the bytes are for: a bar of three parts, and each in words. */
export function MadeOf({ storage }: { readonly storage: Pick<ClusterStorage, 'bytes' | (typeof parts)[number]> }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const shareOf = (part: (typeof parts)[number]): number => storage[part] / Math.max(1, storage.bytes);
  return (
    <>
      <svg className={styles['bar']} viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden>
        {parts.map((part, index) => {
          const before = parts.slice(0, index).reduce((sum, one) => sum + shareOf(one), 0);
          return <rect key={part} data-part={part} x={before * 100} width={shareOf(part) * 100} height={1} />;
        })}
      </svg>
      <dl className={styles['legend']} aria-label={t('storage.madeOf')}>
        {parts.map((part) => (
          <div key={part} className={styles['entry']}>
            <dt>
              <span className={styles['swatch']} data-part={part} aria-hidden />
              {t(`storage.${part}`)}
            </dt>
            <dd>
              {formats.bytes(storage[part])} · {formats.percent(shareOf(part))}
              <span className={styles['what']}>{t(`storage.${part}Hint`)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
