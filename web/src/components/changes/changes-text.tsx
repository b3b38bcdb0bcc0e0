import { useTranslation } from 'react-i18next';
import { SafeText } from '../safe-text.tsx';
import styles from './changes-text.module.css';
import { shortPath } from './short-path.ts';

interface Changed {
  readonly path: string;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

interface ChangesTextProps {
  readonly changes: readonly Changed[];
  /** How many there are, of which some may not be given. */
  readonly count: number;
}

/** What a change changed: "replicas 2 → 5, containers[web].image a → b". */
export function ChangesText({ changes, count }: ChangesTextProps) {
  const { t } = useTranslation();
  const more = count - changes.length;
  return (
    <span className={styles['changes']}>
      {changes.map(({ path, before, after }, index) => (
        <span key={path} title={path}>
          {index > 0 && ', '}
          <SafeText limit={80}>{shortPath(path)}</SafeText>
          {before !== undefined && (
            <>
              {' '}
              <del className={styles['before']}>
                <SafeText limit={60}>{before}</SafeText>
              </del>
            </>
          )}
          <span aria-hidden> → </span>
          <span className="visually-hidden">{t('timeline.becomes')}</span>
          {after === undefined ? (
            <em>{t('timeline.removed')}</em>
          ) : (
            <ins className={styles['after']}>
              <SafeText limit={60}>{after}</SafeText>
            </ins>
          )}
        </span>
      ))}
      {more > 0 && ` ${t('timeline.moreChanges', { count: more })}`}
    </span>
  );
}
