import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './print.module.css';

interface PreparingProps {
  readonly done: number;
  readonly all: number;
  readonly onCancel: () => void;
}

/** What shows while the panels of a report are waited for before it is printed. */
export function Preparing({ done, all, onCancel }: PreparingProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onCancel}
      title={t('reports.preparing')}
      size="sm"
      closeButtonProps={{ 'aria-label': t('common.cancel') }}
    >
      <progress className={styles['progress']} value={done} max={all} aria-label={t('reports.preparing')} />
      <p className={styles['progressText']} role="status">
        {t('reports.prepared', { done, all })}
      </p>
      <Button variant="default" onClick={onCancel}>
        {t('common.cancel')}
      </Button>
    </Modal>
  );
}
