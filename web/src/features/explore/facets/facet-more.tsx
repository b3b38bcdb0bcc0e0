import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../lib/i18n/formats.ts';
import styles from './facets.module.css';

interface FacetMoreProps {
  /** Values that are not shown. */
  readonly hidden: number;
  /** Whether the facet shows as many as it can. */
  readonly isAlone: boolean;
  readonly isWhole: boolean;
  readonly onWhole: (isWhole: boolean) => void;
}

/** Below the values of a facet: how many more there are, and how they are seen. */
export function FacetMore({ hidden, isAlone, isWhole, onWhole }: FacetMoreProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const text = formats.count(hidden);
  return (
    <>
      {hidden > 0 && isAlone && <p className={styles['none']}>{t('facet.notShown', { count: hidden, text })}</p>}
      {hidden > 0 && !isAlone && (
        <button type="button" className={styles['more']} onClick={() => onWhole(true)}>
          {t('facet.more', { count: hidden, text })}
        </button>
      )}
      {isWhole && (
        <button type="button" className={styles['more']} onClick={() => onWhole(false)}>
          {t('facet.fewer')}
        </button>
      )}
    </>
  );
}
