import { useTranslation } from 'react-i18next';
import type { Activity } from '../../../api/operations.ts';
import { SafeText } from '../../../components/safe-text.tsx';
import styles from '../settings.module.css';
import { readDetail } from './fold-activity.ts';

/** What an activity was about: the object, the query as it was written, and what else was given. */
export function ActivityTarget({ entry }: { readonly entry: Activity }) {
  const { t } = useTranslation();
  const { query, hidesNoise, rest } = readDetail(entry.detail);
  // Who signs in stands in its own column.
  const named = entry.action === 'sign-in' ? [] : rest;
  const others = named.map(([name, text]) => `${name} ${text}`);
  if (hidesNoise) others.push(t('activity.noiseHidden'));
  return (
    <>
      {entry.target !== null && <SafeText limit={200}>{entry.target}</SafeText>}
      {query !== undefined && (
        <code className={styles['query']}>
          <SafeText limit={400}>{query === '' ? '*' : query}</SafeText>
        </code>
      )}
      {others.length > 0 && (
        <span className={styles['detail']}>
          <SafeText limit={200}>{others.join(' · ')}</SafeText>
        </span>
      )}
    </>
  );
}
