import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../lib/i18n/formats.ts';
import styles from './events.module.css';
import type { Fold } from './list-rows.ts';

/** What a row says of the rows that it folds: "9 times, in 8 namespaces", or how many stages. */
export function FoldText({ fold }: { readonly fold: Fold }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const text = (name: 'stages' | 'times' | 'inNamespaces' | 'ofNames', count: number): string =>
    t(`events.${name}`, { count, text: formats.count(count) });
  if (fold.kind === 'stages') return <span className={styles['foldCount']}>{text('stages', fold.count)}</span>;
  return (
    <span className={styles['foldText']}>
      {text('times', fold.count)}
      {fold.namespaces > 1 && text('inNamespaces', fold.namespaces)}
      {fold.names > 1 && text('ofNames', fold.names)}
    </span>
  );
}
