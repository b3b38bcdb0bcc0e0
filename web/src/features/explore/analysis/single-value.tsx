import { useFormats } from '../../../app/i18n/formats.ts';
import type { ResultTable } from '../../../api/search.ts';
import { SafeText } from '../../../components/safe-text.tsx';
import styles from './analysis.module.css';
import { cellNumber } from './cell.ts';
import { roleOf } from './charts.ts';

/** The first number of the first row, large. */
export function SingleValue({ result }: { readonly result: ResultTable }) {
  const formats = useFormats();
  const at = Math.max(
    0,
    result.columns.findIndex((column) => roleOf(column) === 'number'),
  );
  const value = cellNumber(result.rows[0]?.[at]);
  return (
    <div className={styles['single']}>
      <span className={styles['singleNumber']}>{Number.isNaN(value) ? '–' : formats.count(value)}</span>
      <span className={styles['singleName']}>
        <SafeText limit={120}>{result.columns[at]?.name ?? ''}</SafeText>
      </span>
    </div>
  );
}
