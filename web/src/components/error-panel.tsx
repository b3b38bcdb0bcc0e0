import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/error.ts';
import styles from './panels.module.css';
import { SafeText } from './safe-text.tsx';

interface ErrorPanelProps {
  readonly error: Error;
  readonly onRetry?: () => void;
}

/** What went wrong, why, and what can be done about it. */
export function ErrorPanel({ error, onRetry }: ErrorPanelProps) {
  const { t } = useTranslation();
  const { title, hint } = describe(error);
  const diagnostics = error instanceof ApiError ? error.diagnostics : [];
  return (
    <div className={styles['panel']} role="alert">
      <IconAlertTriangle size={22} stroke={1.6} className={styles['bad']} aria-hidden />
      <h2 className={styles['title']}>{t(title)}</h2>
      {diagnostics.length === 0 && (
        <p className={styles['text']}>
          <SafeText limit={2000}>{error.message}</SafeText>
        </p>
      )}
      {diagnostics.map((diagnostic) => (
        <p key={`${diagnostic.code}-${diagnostic.from ?? 0}`} className={styles['text']}>
          <SafeText limit={2000}>{diagnostic.message}</SafeText>
          {diagnostic.hint && (
            <span className={styles['hintLine']}>
              <SafeText limit={1000}>{diagnostic.hint}</SafeText>
            </span>
          )}
        </p>
      ))}
      <p className={styles['hint']}>{t(hint)}</p>
      {onRetry && (
        <Button variant="default" onClick={onRetry}>
          {t('common.tryAgain')}
        </Button>
      )}
    </div>
  );
}

function describe(error: Error) {
  if (!(error instanceof ApiError)) return { title: 'error.page', hint: 'error.pageHint' } as const;
  switch (error.status) {
    case 0:
      return { title: 'error.unreachable', hint: 'error.unreachableHint' } as const;
    case 400:
      return { title: 'error.query', hint: 'error.queryHint' } as const;
    case 401:
      return { title: 'error.signedOut', hint: 'error.signedOutHint' } as const;
    case 403:
      return { title: 'error.notAllowed', hint: 'error.notAllowedHint' } as const;
    case 404:
      return { title: 'error.notFound', hint: 'error.notFoundHint' } as const;
    case 429:
      return { title: 'error.busy', hint: 'error.busyHint' } as const;
    case 503:
    case 504:
      return { title: 'error.unavailable', hint: 'error.unavailableHint' } as const;
    default:
      return { title: 'error.server', hint: 'error.serverHint' } as const;
  }
}
