import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PaletteList } from './palette-list.tsx';

interface PaletteProps {
  readonly onClose: () => void;
}

/** One box that goes anywhere: pages, clusters, saved queries, users, resources, or a search for what was typed. */
export function Palette({ onClose }: PaletteProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      size={560}
      yOffset="12vh"
      title={t('frame.goTo')}
      classNames={{ header: 'visually-hidden' }}
    >
      <PaletteList onClose={onClose} />
    </Modal>
  );
}
