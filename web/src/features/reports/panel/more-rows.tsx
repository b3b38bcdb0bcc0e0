import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../lib/i18n/formats.ts';
import styles from './more-rows.module.css';

/** Rows that a panel shows at first: more make a page slow, and nobody reads them in a panel. */
const shownFirst = 50;
/** Rows that are shown at most; the CSV has them all. */
const shownAtMost = 1000;

/** The rows to show, and what shows all of them. */
export function useShownRows<Row>(rows: readonly Row[], isWhole: boolean) {
  const [showsAll, setShowsAll] = useState(false);
  const shown = rows.slice(0, isWhole || showsAll ? shownAtMost : shownFirst);
  return { shown, showAll: () => setShowsAll(true) };
}

interface MoreRowsProps {
  readonly all: number;
  readonly shown: number;
  readonly limited: number | undefined;
  readonly onAll: () => void;
}

/** Says how many rows are not shown, and that the statement itself may have found more. */
export function MoreRows({ all, shown, limited, onAll }: MoreRowsProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const isLimited = limited !== undefined && all >= limited;
  if (all <= shown && !isLimited) return null;
  return (
    <p className={styles['more']}>
      {all > shown && t('reports.shownRows', { shown: formats.count(shown), all: formats.count(all) })}
      {all > shown && shown < shownAtMost && (
        <button type="button" className={styles['all']} onClick={onAll}>
          {t('reports.showAll')}
        </button>
      )}
      {isLimited && ` ${t('analysis.limited', { count: limited })}`}
    </p>
  );
}
