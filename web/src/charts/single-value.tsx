import { useFormats } from '../lib/i18n/formats.ts';
import type { ResultTable } from '../api/search.ts';
import { SafeText } from '../components/safe-text.tsx';
import styles from './single-value.module.css';
import { cellNumber, roleOf } from '../../../src/charts/index.ts';

/** The first number of the first row, large, and those beside it, which it may be compared with. */
export function SingleValue({ result }: { readonly result: ResultTable }) {
  const formats = useFormats();
  const [first, ...others] = result.columns.flatMap((column, at) => {
    const value = cellNumber(result.rows[0]?.[at]);
    const text = Number.isNaN(value) ? '–' : formats.count(value);
    // Names of columns may be doubled, as in SLS.
    return roleOf(column) === 'number' ? [{ key: `${at} ${column.name}`, name: column.name, text }] : [];
  });
  return (
    <div className={styles['single']}>
      <span className={styles['singleNumber']}>{first?.text ?? '–'}</span>
      <span className={styles['singleName']}>
        <SafeText limit={120}>{first?.name ?? ''}</SafeText>
      </span>
      {others.length > 0 && (
        <dl className={styles['singleOthers']}>
          {others.map(({ key, name, text }) => (
            <div key={key}>
              <dt>
                <SafeText limit={60}>{name}</SafeText>
              </dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
