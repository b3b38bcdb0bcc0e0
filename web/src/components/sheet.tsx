import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './sheet.module.css';

interface SheetProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** What stands beside the content where there is room, over the lower part of the window where there is not. */
export function Sheet({ title, onClose, children }: SheetProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size="100%"
      padding={12}
      closeButtonProps={{ 'aria-label': t('common.close'), size: 36 }}
      classNames={{ inner: styles['inner'] ?? '', content: styles['content'] ?? '' }}
    >
      {children}
    </Modal>
  );
}
