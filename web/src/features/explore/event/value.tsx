import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SafeText } from '../../../components/safe-text.tsx';
import { excludes, type Filter } from '../../../lib/filter.ts';
import styles from './event.module.css';

interface ValueProps {
  readonly field: string;
  readonly value: string;
  readonly onFilter: Filter;
  readonly limit?: number;
  /** What to show instead of the value itself. */
  readonly children?: ReactNode;
}

/** A value that a click adds to the query and an Alt-click excludes. */
export function Value({ field, value, onFilter, limit = 300, children }: ValueProps) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className={styles['valueButton']}
      title={t('event.addHint', { field })}
      onClick={(event) => onFilter(field, value, excludes(event))}
    >
      {children ?? <SafeText limit={limit}>{value}</SafeText>}
    </button>
  );
}

/** Marks what the API server did not say but Whodunit concluded, and from what. */
export function Derived({ from }: { readonly from: string }) {
  const { t } = useTranslation();
  return (
    <span className={styles['derived']} title={t('event.derivedFrom', { field: from })}>
      {t('event.derived')}
    </span>
  );
}
