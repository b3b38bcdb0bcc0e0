import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PaletteList } from './palette-list.tsx';

interface PaletteProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** One box that goes anywhere: pages, clusters, saved queries, users, resources, or a search for what was typed. */
export function Palette({ opened, onClose }: PaletteProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      size={560}
      yOffset="12vh"
      aria-label={t('frame.goTo')}
    >
      {opened && <PaletteList onClose={onClose} />}
    </Modal>
  );
}
