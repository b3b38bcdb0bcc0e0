import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useDashboardVersions } from '../../../api/own-dashboards.ts';
import styles from './yaml.module.css';

interface ConflictDialogProps {
  readonly id: string;
  /** Keeps what is edited as a version after theirs. */
  readonly onOverwrite: (basedOn: number) => void;
  /** Goes on from theirs; what was edited is gone. */
  readonly onTakeTheirs: () => void;
  readonly onLook: () => void;
  readonly onClose: () => void;
}

/** Somebody else has saved meanwhile: who and when, and what can be done. */
export function ConflictDialog({ id, onOverwrite, onTakeTheirs, onLook, onClose }: ConflictDialogProps) {
  const { t } = useTranslation();
  const versions = useDashboardVersions(id);
  const latest = versions.data?.[0];
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('dashboard.conflict')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p className={styles['note']}>
        {latest &&
          t('dashboard.conflictBy', {
            version: latest.version,
            name: latest.savedBy,
            time: new Date(latest.savedAt).toLocaleString(),
          })}
      </p>
      <div className={styles['actions']}>
        <Button variant="default" onClick={onLook}>
          {t('dashboard.lookAtTheirs')}
        </Button>
        <Button variant="default" onClick={onTakeTheirs}>
          {t('dashboard.takeTheirs')}
        </Button>
        <Button disabled={!latest} onClick={() => latest && onOverwrite(latest.version)}>
          {t('dashboard.overwrite')}
        </Button>
      </div>
    </Modal>
  );
}
