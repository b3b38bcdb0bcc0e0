import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Diagnostic } from '../../../../../src/base/index.ts';
import { SafeText } from '../../../components/safe-text.tsx';
import styles from './panel.module.css';

interface PanelErrorProps {
  readonly message: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly onRetry: () => void;
}

/** Why one panel has no numbers; the others go on. */
export function PanelError({ message, diagnostics, onRetry }: PanelErrorProps) {
  const { t } = useTranslation();
  return (
    <div className={styles['error']} role="alert">
      <p className={styles['errorTitle']}>
        <IconAlertTriangle size={15} stroke={1.8} aria-hidden />
        {t('reports.panelFailed')}
      </p>
      {diagnostics.length === 0 && (
        <p>
          <SafeText limit={1000}>{message}</SafeText>
        </p>
      )}
      {diagnostics.slice(0, 5).map((diagnostic) => (
        <p key={`${diagnostic.code}-${diagnostic.from ?? 0}-${diagnostic.message}`}>
          {diagnostic.line !== undefined && (
            <span className={styles['place']}>
              {diagnostic.line}:{diagnostic.column ?? 1}{' '}
            </span>
          )}
          <SafeText limit={1000}>{diagnostic.message}</SafeText>
          {diagnostic.hint && (
            <span className={styles['hint']}>
              <SafeText limit={1000}>{diagnostic.hint}</SafeText>
            </span>
          )}
        </p>
      ))}
      <Button variant="default" size="compact-xs" onClick={onRetry} className={styles['retry'] ?? ''}>
        {t('common.tryAgain')}
      </Button>
    </div>
  );
}
