import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../lib/i18n/formats.ts';
import styles from './events.module.css';

interface LoadMoreProps {
  readonly loaded: number;
  readonly total: number | undefined;
  readonly isLoading: boolean;
  readonly onMore: () => void;
}

/** Where few rows stand for many events, whoever reads says that they want more. */
export function LoadMore({ loaded, total, isLoading, onMore }: LoadMoreProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <div className={styles['more']}>
      {total !== undefined && (
        <span>{t('events.loaded', { loaded: formats.count(loaded), total: formats.count(total) })}</span>
      )}
      <Button variant="default" size="compact-sm" loading={isLoading} onClick={onMore}>
        {t('events.loadMore')}
      </Button>
    </div>
  );
}
