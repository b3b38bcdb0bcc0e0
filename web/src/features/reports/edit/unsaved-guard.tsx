import { Button, Modal } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import styles from './yaml.module.css';

/** Asks before a page with unsaved changes is left, also where the browser leaves it. */
export function UnsavedGuard({ isChanged }: { readonly isChanged: boolean }) {
  const { t } = useTranslation();
  const blocker = useBlocker({
    // Another range or filter of the preview leaves nothing.
    shouldBlockFn: ({ current, next }) => isChanged && current.pathname !== next.pathname,
    enableBeforeUnload: () => isChanged,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <Modal
      opened
      onClose={blocker.reset}
      title={t('dashboard.leave')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p className={styles['note']}>{t('dashboard.leaveText')}</p>
      <div className={styles['actions']}>
        <Button variant="default" onClick={blocker.proceed}>
          {t('dashboard.leaveAnyway')}
        </Button>
        <Button data-autofocus onClick={blocker.reset}>
          {t('dashboard.stay')}
        </Button>
      </div>
    </Modal>
  );
}
