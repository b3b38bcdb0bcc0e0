import type { QueryMeta } from '../../api/search.ts';
import { useWorded } from '../../lib/i18n/wordings/use-worded.ts';
import { SafeText } from '../../components/safe-text.tsx';
import styles from './explore.module.css';

/** What the server warns of, each with what can be done about it. */
export function WarningList(props: { readonly warnings: QueryMeta['warnings'] }) {
  const warnings = useWorded(props.warnings);
  return (
    <ul className={styles['warnings']}>
      {warnings.map((warning) => (
        <li key={`${warning.code}-${warning.from ?? 0}-${warning.message}`}>
          <SafeText limit={1000}>{warning.message}</SafeText>
          {warning.hint && (
            <span className={styles['warningHint']}>
              <SafeText limit={1000}>{warning.hint}</SafeText>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
